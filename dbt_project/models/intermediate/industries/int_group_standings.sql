{%- set lengths = ['1d', '5d', '21d', '63d', '252d', 'ytd'] -%}

with days as (
    select * from {{ ref('int_group_days') }}
),

years as (
    select * from {{ ref('int_group_years') }}
),

horizons as (
    select
        gics_sector,
        gics_sub_industry,
        {%- for length in lengths %}
            max(case when horizon = '{{ length }}' then total_return end)
                as total_return_{{ length }},
            max(case when horizon = '{{ length }}' then place end) as rank_{{ length }},
        {%- endfor %}
        max(case when horizon = '21d' then mean_volume end) as mean_volume_21d
    from {{ ref('int_group_horizons') }}
    group by 1, 2
),

standings as (
    select
        days.group_kind,
        days.gics_sector,
        days.gics_sub_industry,
        days.members,
        days.members_without_bar,
        days.share_classified,
        days.first_date,
        days.trade_date as last_date,
        days.sessions,
        days.close as mean_close,
        {%- for length in lengths %}
            horizons.total_return_{{ length }},
            horizons.rank_{{ length }},
        {%- endfor %}
        case when days.sessions > 0 then days.return_index / 100 - 1 end as total_return_all,
        years.mean_return as mean_return_252d,
        years.volatility as volatility_252d,
        days.volatility_7d,
        years.max_drawdown as max_drawdown_252d,
        years.best_return as best_return_252d,
        years.best_date as best_date_252d,
        years.worst_return as worst_return_252d,
        years.worst_date as worst_date_252d,
        horizons.mean_volume_21d
    from days
    left join horizons
        on
            days.gics_sector = horizons.gics_sector
            and days.gics_sub_industry = horizons.gics_sub_industry
    left join years
        on
            days.gics_sector = years.gics_sector
            and days.gics_sub_industry = years.gics_sub_industry
    where
        days.trade_date
        = (select max(newest.trade_date) as ends_on from {{ ref('int_group_days') }} as newest)
)

select * from standings
