with splits as (
    select * from {{ ref('stg_yahoo__splits') }}
),

session_days as (
    select * from {{ ref('int_session_days') }}
),

split_days as (
    select
        splits.object_key,
        splits.object_version,
        splits.line_number,
        coalesce(session_days.session_date, splits.split_date) as split_date,
        {{ product('splits.split_ratio') }} as split_ratio
    from splits
    left join session_days on {{ counts_on('splits.split_date', 'session_days') }}
    group by 1, 2, 3, 4
),

spans as (
    select
        object_key,
        object_version,
        line_number,
        lead(split_date, 1, cast('0001-01-01' as date)) over latest_first as valid_from,
        split_date as valid_to,
        {{ product('split_ratio', 'over latest_first') }} as factor
    from split_days
    window latest_first as (
        partition by object_key, object_version, line_number
        order by split_date desc
    )
)

select * from spans
