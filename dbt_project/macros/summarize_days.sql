{#- Where each group (a sector, an industry) with a member on the last session stands. -#}
{% macro summarize_days(days, groups) -%}
{%- set group_columns = groups | join(', ') -%}
{%- set sessions_back = [1, 5, 21, 63, 252] -%}
{%- set horizons = ['1d', '5d', '21d', '63d', '252d', 'ytd'] -%}
with looked_back as (
    {{ look_back(days, groups) | indent(4) }}
),

summed as (
    select
        {{ group_columns }},
        {%- for column in ['members', 'members_without_bar', 'close', 'volatility_7d', 'return_index'] %}
        max(case when age = 0 then {{ column }} end) as {{ column }},
        {%- endfor %}
        min(trade_date) as first_date,
        max(trade_date) as last_date,
        count(total_return) as sessions,
        {%- for back in sessions_back %}
        max(case when age >= {{ back }} and newer_age < {{ back }} then return_index end)
            as index_{{ back }}d,
        count(case when age < {{ back }} then total_return end) as returns_{{ back }}d,
        {%- endfor %}
        max(case when is_before_this_year then return_index end) as index_ytd,
        count(case when is_this_year then total_return end) as returns_ytd,
        avg(return_252d) as mean_return_252d,
        stddev_samp(return_252d) as volatility_252d,
        min(drawdown_252d) as max_drawdown_252d,
        {%- for end in ['best', 'worst'] %}
        max({{ end }}_return_252d) as {{ end }}_return_252d,
        max(case when return_252d = {{ end }}_return_252d then trade_date end) as {{ end }}_date_252d,
        {%- endfor %}
        cast(
            case when max(age) >= 21 then avg(case when age < 21 then volume end) end as {{ type_double() }}
        ) as mean_volume_21d
    from looked_back
    group by {{ group_columns }}
    having min(age) = 0
),

returns as (
    select
        *,
        {%- for horizon in horizons %}
        case when returns_{{ horizon }} > 0 then return_index / index_{{ horizon }} - 1 end
            as total_return_{{ horizon }},
        {%- endfor %}
        case when sessions > 0 then return_index / 100 - 1 end as total_return_all
    from summed
),

summary as (
    select
        {{ group_columns }},
        members,
        members_without_bar,
        first_date,
        last_date,
        sessions,
        close as mean_close,
        {%- for horizon in horizons %}
        total_return_{{ horizon }},
        {%- endfor %}
        total_return_all,
        {%- for horizon in horizons %}
        case
            when gics_sector != 'Unclassified' and total_return_{{ horizon }} is not null
                then
                    cast(
                        rank() over (
                            partition by gics_sector = 'Unclassified'
                            order by total_return_{{ horizon }} desc nulls last
                        ) as {{ dbt.type_bigint() }}
                    )
        end as rank_{{ horizon }},
        {%- endfor %}
        mean_return_252d,
        volatility_252d,
        volatility_7d,
        max_drawdown_252d,
        best_return_252d,
        best_date_252d,
        worst_return_252d,
        worst_date_252d,
        mean_volume_21d
    from returns
)

select * from summary
{%- endmacro %}
