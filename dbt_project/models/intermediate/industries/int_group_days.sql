with members as (
    select * from {{ ref('int_group_members') }}
),

means as (
    select * from {{ ref('int_group_means') }}
),

days as (
    select
        members.group_kind,
        members.gics_sector,
        members.gics_sub_industry,
        members.trade_date,
        members.session_number,
        members.members,
        members.members - coalesce(means.members_with_bar, 0) as members_without_bar,
        coalesce(means.members_classified, 0) as members_classified,
        means.open,
        means.high,
        means.low,
        means.close,
        means.volume,
        means.price_return,
        coalesce(means.members_with_spin_off, 0) as members_with_spin_off,
        means.total_return,
        means.price_range,
        means.price_change_pct
    from members
    left join means
        on
            members.gics_sector = means.gics_sector
            and members.gics_sub_industry = means.gics_sub_industry
            and members.trade_date = means.trade_date
),

{# The name that tells most groups apart comes first: they are sorted by it. #}
measured as (
    select
        *,
        100 * exp(sum(ln(1 + coalesce(total_return, 0))) over so_far) as return_index,
        case
            when
                count(total_return) over seven_sessions = 7
                and session_number - min(session_number) over seven_sessions = 6
                then stddev_samp(total_return) over seven_sessions
        end as volatility_7d,
        cast(sum(members_classified) over so_far as {{ type_double() }})
        / sum(members) over so_far as share_classified,
        min(trade_date) over so_far as first_date,
        lead(trade_date) over in_order as next_date,
        count(*) over so_far as days_so_far,
        count(total_return) over so_far as sessions,
        sum(total_return) over so_far as return_so_far,
        sum(total_return * total_return) over so_far as square_so_far,
        cast(sum(members - members_without_bar) over so_far as {{ dbt.type_bigint() }})
            as priced_so_far,
        count(volume) over so_far as volumes,
        cast(sum(volume) over so_far as {{ dbt.type_bigint() }}) as volume_so_far
    from days
    window
        in_order as (
            partition by gics_sub_industry, gics_sector
            order by trade_date
        ),
        so_far as (
            partition by gics_sub_industry, gics_sector
            order by trade_date
            rows between unbounded preceding and current row
        ),
        seven_sessions as (
            partition by gics_sub_industry, gics_sector
            order by trade_date
            rows between 6 preceding and current row
        )
)

select * from measured
