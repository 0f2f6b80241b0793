with source as (
    select
        *,
        max(case when format = 'withdrawn' then extracted_at end)
            over (partition by file_name) as withdrawn_at
    from {{ source('google_trends', 'google_trends_interest') }}
),

renamed as (
    select
        case geo when 'United States' then 'US' else geo end as geo,
        term,
        lower(resolution) as resolution,
        {{ compact_date(
            "case resolution when 'Month' then substring(period, 1, 7) || '-01' else period end"
        ) }} as period_start,
        case
            when regexp_like(interest, '^([0-9]{1,2}|100|<1)$')
                then cast(replace(interest, '<1', '0') as {{ dbt.type_int() }})
        end as interest,
        file_name,
        exported_on,
        extracted_at,
        object_key,
        object_version,
        line_number
    from source
    where
        resolution in ('Day', 'Week', 'Month')
        and interest <> ''
        and (withdrawn_at is null or extracted_at > withdrawn_at)
),

bounded as (
    select
        *,
        cast(
            case resolution
                when 'day' then {{ dbt.dateadd('day', 1, 'period_start') }}
                when 'week' then {{ dbt.dateadd('week', 1, 'period_start') }}
                when 'month' then {{ dbt.dateadd('month', 1, 'period_start') }}
            end as date
        ) as period_end
    from renamed
),

ranked as (
    select
        *,
        rank() over (
            partition by geo, term, resolution
            order by exported_on desc, {{ newest_response_first() }}
        ) as recency,
        count(*) over (
            partition by
                geo, term, resolution, period_start,
                object_key, object_version, line_number, file_name
        ) as number_of_copies
    from bounded
),

{# Copies of a period differ in interest alone, which none of them can say. #}
complete as (
    select distinct
        geo,
        term,
        resolution,
        period_start,
        period_end,
        case when number_of_copies = 1 then interest end as interest,
        case
            when number_of_copies > 1 then 'the file has the period more than once'
            when interest is null then 'interest is not between 0 and 100'
        end as fault,
        file_name,
        extracted_at,
        object_key,
        line_number
    from ranked
    where
        recency = 1
        and period_end <= exported_on
)

select * from complete
