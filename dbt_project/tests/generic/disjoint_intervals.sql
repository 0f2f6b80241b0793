{#- Fails with every interval [valid_from, valid_to) that is empty, or that begins before the one before it has ended. -#}
{% test disjoint_intervals(model, partition_by) %}

with followed as (
    select
        {{ partition_by }},
        valid_from,
        valid_to,
        lead(valid_from) over (
            partition by {{ partition_by }}
            order by valid_from
        ) as next_valid_from
    from {{ model }}
)

select * from followed
where
    valid_to <= valid_from
    or valid_to > next_valid_from
    or (valid_to is null and next_valid_from is not null)

{% endtest %}
