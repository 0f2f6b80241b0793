{#- Fails when fewer rows than this share meet the condition: for data in which a few exceptions are nothing wrong, and many are. -#}
{% test proportion(model, condition, at_least) %}

with counted as (
    select
        count(*) as number_of_rows,
        count(case when {{ condition }} then 1 end) as rows_that_do
    from {{ model }}
)

select * from counted
where rows_that_do < {{ at_least }} * number_of_rows

{% endtest %}
