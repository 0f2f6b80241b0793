{#- Readers' marts are only ever swapped in whole (`make publish`): the target that names them is for tests and docs. -#}
{% macro refuse_to_build_what_is_published() -%}
    {%- if
        execute
        and target.name == 'published'
        and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'clone', 'retry')
    -%}
        {{ exceptions.raise_compiler_error(
            "The published marts are never built in place: run `dbt " ~ flags.WHICH
            ~ "` without `--target published`, then `make publish`."
        ) }}
    {%- endif -%}
{%- endmacro %}
