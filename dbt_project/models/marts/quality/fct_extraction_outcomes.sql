with outcomes as (
    select * from {{ ref('stg_extraction__outcomes') }}
),

manifest as (
    select * from {{ ref('stg_ops__manifest') }}
),

{# An answer that is kept beside a later failure is landed, and loaded, once more. #}
ranked as (
    select
        outcomes.*,
        manifest.loaded_at,
        row_number() over (
            partition by
                outcomes.source_name,
                outcomes.subject,
                outcomes.window_start,
                outcomes.window_end,
                outcomes.extracted_at
            order by outcomes.load_id
        ) as load_number
    from outcomes
    left join manifest on outcomes.load_id = manifest.load_id
),

attempts as (
    select
        {{ dbt.concat([
            'cast(load_id as ' ~ dbt.type_string() ~ ')', "'-'", 'cast(line_number as ' ~ dbt.type_string() ~ ')'
        ]) }} as outcome_key,
        source_name as source,
        subject,
        window_start,
        window_end,
        run_date,
        status,
        http_status,
        bytes,
        seconds,
        attempts,
        message,
        is_simulated,
        extracted_at,
        loaded_at
    from ranked
    where load_number = 1
)

select * from attempts
