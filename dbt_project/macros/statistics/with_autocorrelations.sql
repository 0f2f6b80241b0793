{#- CTEs that end in `autocorrelations`: Pearson's r of each series of a CTE (series_key, session_number, value) with itself 1 to 120 sessions
    earlier, a row for every lag, however short it is. Nought where fewer than 30 pairs are known or one side is constant. -#}
{% macro with_autocorrelations(series) -%}
    {{ adapter.dispatch('lagged_correlations')(series) }},

    autocorrelations as (
        select
            series_key,
            lag_sessions,
            case when known >= 30 and r is not null then r else 0 end as autocorrelation
        from lagged
    )
{%- endmacro %}

{% macro default__lagged_correlations(series) -%}
    lags as (
        {%- for lag in range(1, 121) %}
            select {{ lag }} as lag_sessions{{ ' union all' if not loop.last }}
        {%- endfor %}
    ),

    lagged as (
        select
            later.series_key,
            lags.lag_sessions,
            {{ pearson('later.value', 'earlier.value') }} as r,
            regr_count(earlier.value, later.value) as known
        from {{ series }} as later
        cross join lags
        left join {{ series }} as earlier
            on
                later.series_key = earlier.series_key
                and later.session_number - lags.lag_sessions = earlier.session_number
        group by later.series_key, lags.lag_sessions
    )
{%- endmacro %}

{#- Slices of one array are ten times faster than a join of a table with itself, and three times faster side by side in a select
    than in a from, where PostgreSQL would store them first; one earlier slice serves eight later ones. -#}
{% macro postgres__lagged_correlations(series) -%}
    {%- set together = range(1, 9) -%}
    spans as (
        select
            *,
            min(session_number) filter (where value is not null) over (partition by series_key) as first_known,
            max(session_number) filter (where value is not null) over (partition by series_key) as last_known
        from {{ series }}
    ),

    {#- Many an industry is known for a part of the sessions only. #}
    arrays as (
        select
            series_key,
            array_agg(value order by session_number) as known_or_not,
            cast(count(*) as integer) as sessions
        from spans
        where first_known is null or session_number between first_known and last_known
        group by series_key
    ),

    eights as (
        {%- for before in range(0, 120, together | length) %}
            select {{ before }} as before{{ ' union all' if not loop.last }}
        {%- endfor %}
    ),

    lagged as (
        select
            arrays.series_key,
            measured.lag_sessions,
            measured.r,
            measured.known
        from arrays
        cross join eights
        cross join lateral (
            select
                unnest(array[{% for lag in together %}before + {{ lag }}{{ ', ' if not loop.last }}{% endfor %}]) as lag_sessions,
                unnest(array[{% for lag in together %}{{ pearson('later_' ~ lag, 'earlier') }}{{ ', ' if not loop.last }}{% endfor %}]) as r,
                unnest(array[{% for lag in together %}regr_count(earlier, later_{{ lag }}){{ ', ' if not loop.last }}{% endfor %}]) as known
            from (
                select
                    {%- for lag in together %}
                        unnest(arrays.known_or_not[before + {{ lag + 1 }}:arrays.sessions]) as later_{{ lag }},
                    {%- endfor %}
                    unnest(arrays.known_or_not[1:arrays.sessions - before - 1]) as earlier
            ) as slices
        ) as measured
    )
{%- endmacro %}
