with stints as (
    select * from {{ ref('int_membership_stints') }}
),

closed as (
    select
        stints.company_id,
        stints.valid_from,
        coalesce(stints.valid_to, min(removals.valid_from)) as valid_to
    from stints
    left join stints as removals
        on
            stints.company_id = removals.company_id
            and stints.valid_from < removals.valid_from
            and removals.is_removal
    where not stints.is_removal
    group by stints.company_id, stints.valid_from, stints.valid_to
),

{# Two of a company's stints that touch or overlap, as those of two of its tickers may, are one. #}
compared as (
    select
        *,
        max(coalesce(valid_to, cast('9999-12-31' as date))) over (
            partition by company_id
            order by valid_from
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from closed
),

numbered as (
    select
        *,
        sum(case when valid_from <= covered_until then 0 else 1 end) over (
            partition by company_id
            order by valid_from
            rows between unbounded preceding and current row
        ) as stint_number
    from compared
),

membership as (
    select
        company_id,
        min(valid_from) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to
    from numbered
    group by company_id, stint_number
)

select * from membership
