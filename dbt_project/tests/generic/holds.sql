{#- Fails with every row of which the expression is false: what a provider's row can break, and no constraint therefore. As in a
    constraint, what is unknown breaks nothing. -#}
{% test holds(model, expression) %}
    select * from {{ model }}
    where not ({{ expression }})
{% endtest %}
