{#- Nothing is known of the newest run's today, which is not over, nor of later days; a document may be of today. -#}
{% test not_in_the_future(model, column_name, allows_today=false) %}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} {{ '>' if allows_today else '>=' }} (
        select max(run_date) from {{ ref('stg_extraction__outcomes') }}
    )
{% endtest %}
