{#- The date of a text such as "May 9, 2026"; null if it is none. Counted from the year's first day: engines read names
    of months in different ways, and stop a build at a date that there is not. -#}
{% macro english_date(text) -%}
    {%- set months = 'January|February|March|April|May|June|July|August|September|October|November|December' -%}
    {%- set initials = months.split('|') | map('truncate', 3, true, '', 0) | join -%}
    {%- set month = dbt.position('substring(' ~ text ~ ', 1, 3)', "'" ~ initials ~ "'") | trim -%}
    {%- set day = dbt.split_part(dbt.split_part(text, "' '", 2), "','", 1) | trim -%}
    {%- set new_year = 'cast(right(' ~ text ~ ", 4) || '-01-01' as date)" -%}
    case
        when regexp_like({{ text }}, '^({{ months }}) ([1-9]|[12][0-9]|3[01]), [1-9][0-9]{3}$')
            then cast({{ dbt.dateadd(
                'day', 'cast(' ~ day ~ ' as integer) - 1', dbt.dateadd('month', '(' ~ month ~ ' - 1) / 3', new_year)
            ) }} as date)
    end
{%- endmacro %}
