with source as (
    select * from {{ source('google_trends', 'google_trends_interest') }}
    where resolution in ('Day', 'Week', 'Month')
),

renamed as (
    select
        case geo when 'United States' then 'US' else geo end as geo,
        term,
        lower(resolution) as resolution,
        cast(
            case resolution
                when 'Month' then substring(period, 1, 7) || '-01'
                else period
            end as date
        ) as period_start,
        cast(replace(interest, '<1', '0') as {{ dbt.type_int() }}) as interest,
        interest = '<1' as is_below_one,
        file_name,
        exported_on,
        extracted_at,
        object_key,
        line_number
    from source
    where interest <> ''
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
        ) as recency
    from bounded
),

complete as (
    select
        geo,
        term,
        resolution,
        period_start,
        period_end,
        interest,
        is_below_one,
        file_name,
        exported_on,
        extracted_at
    from ranked
    where
        recency = 1
        and period_end <= exported_on
)

select * from complete
