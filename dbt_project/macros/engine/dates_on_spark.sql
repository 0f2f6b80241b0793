{#- dbt's own, which stop at an unknown date, and go by way of seconds. -#}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    timestampadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro spark__datediff(first_date, second_date, datepart) -%}
    {%- if datepart != 'day' -%}
        {{ exceptions.raise_compiler_error('On Spark only days are counted, not by the ' ~ datepart) }}
    {%- endif -%}
    datediff({{ second_date }}, {{ first_date }})
{%- endmacro %}
