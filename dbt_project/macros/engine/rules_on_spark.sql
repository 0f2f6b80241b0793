{#- dbt's own, which adds constraints to Delta tables. Files hold none: the rules of a table's contract are checked once it stands. One scan
    counts the rows that break each rule, and a table that breaks one goes, so that no later build goes on from it. -#}
{% macro spark__persist_constraints(relation, model) -%}
    {%- set rules = declared_rules(model) -%}
    {%- if rules -%}
        {%- set counts = [] -%}
        {%- for rule in rules -%}
            {%- do counts.append(rows_at_fault(rule)) -%}
        {%- endfor -%}
        {%- set found = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ this).rows[0] -%}
        {%- set told = [] -%}
        {%- for rule in rules -%}
            {%- if found[loop.index0] -%}
                {%- do told.append(violation(rule)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if told -%}
            {%- do adapter.drop_relation(this.incorporate(type='table')) -%}
            {%- do exceptions.raise_database_error(told | join('; ')) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- As PostgreSQL has it: no check fails on null, no two rows with a null are the same, and a primary key has none.
    Spark counts no distinct values in which there is a null. -#}
{% macro rows_at_fault(rule) -%}
    {%- set columns = rule.columns | join(', ') -%}
    {%- if rule.type == 'not_null' -%} count_if({{ columns }} is null)
    {%- elif rule.type == 'check' -%} count_if(not ({{ rule.expression }}))
    {%- elif rule.type == 'primary_key' -%} count(*) - count(distinct {{ columns }})
    {%- elif rule.type == 'unique' and rule.expression == 'nulls not distinct' -%} count(*) - count(distinct struct({{ columns }}))
    {%- elif rule.type == 'unique' -%} count_if({{ rule.columns | join(' is not null and ') }} is not null) - count(distinct {{ columns }})
    {%- else -%} {{ exceptions.raise_compiler_error(this ~ ': a contract cannot say ' ~ rule.type ~ ' on this engine') }}
    {%- endif -%}
{%- endmacro %}

{#- Which rule of which table a row breaks, and the row. -#}
{% macro violation(rule) -%}
    {%- set columns = rule.columns | join(', ') -%}
    {%- set at_fault -%}
        {%- if rule.type == 'not_null' -%} select * from {{ this }} where {{ columns }} is null
        {%- elif rule.type == 'check' -%} select * from {{ this }} where not ({{ rule.expression }})
        {%- else -%}
            select {{ columns }}, count(*) as number_of_rows from {{ this }} group by {{ columns }}
            having {{ rows_at_fault(rule) }} > 0 order by number_of_rows desc
        {%- endif %} limit 1
    {%- endset -%}
    {%- set row = [] -%}
    {%- for name, value in run_query(at_fault).rows[0].dict().items() -%}
        {%- do row.append(name ~ ' = ' ~ ('null' if value is none else value)) -%}
    {%- endfor -%}
    {%- do return(
        'relation "' ~ this.identifier ~ '" violates ' ~ rule.type | replace('_', ' ') ~ ' '
        ~ (rule.name or '(' ~ columns ~ ')') ~ ': ' ~ row | join(', ')
    ) -%}
{%- endmacro %}
