{#- CTEs that end in `members`: of each day's lists of members in a CTE the one that `order` puts first, whole. -#}
{% macro with_listed_members(lists, order) -%}
    ranked as (
        select
            *,
            rank() over (partition by observed_on order by {{ order }}) as recency
        from {{ lists }}
    ),

    members as (
        select
            observed_on,
            replace(symbol, '-', '.') as ticker,
            security as company_name,
            gics_sector,
            gics_sub_industry,
            headquarters_location as headquarters,
            cik,
            extracted_at
        from ranked
        where recency = 1
    )
{%- endmacro %}
