{#- The calendar day, at a place, of a moment in unix seconds. -#}
{% macro local_date(unix_seconds, time_zone) -%}
    {{ return(adapter.dispatch('local_date')(unix_seconds, time_zone)) }}
{%- endmacro %}

{% macro default__local_date(unix_seconds, time_zone) -%}
    cast(to_timestamp({{ unix_seconds }}) at time zone {{ time_zone }} as date)
{%- endmacro %}

{% macro spark__local_date(unix_seconds, time_zone) -%}
    cast(from_utc_timestamp(timestamp_seconds({{ unix_seconds }}), {{ time_zone }}) as date)
{%- endmacro %}
