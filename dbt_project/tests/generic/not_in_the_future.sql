{#- Days after the newest run's today cannot have been observed. -#}
{% test not_in_the_future(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} > (
        select max(run_date) from {{ ref('stg_extraction__outcomes') }}
    )
{% endtest %}
