{#- Correlations of many windows from sums that run on: a window's moments are those up to its end less those up to its start.
    The couples give each pair of columns (two series, or one and itself a session earlier) a name; `over` is the running window. -#}
{% macro running_moments(couples, over) -%}
    {%- for name, (x, y) in couples.items() %}
    {%- for moment, term in {
        'n': '1', 'x': x, 'y': y, 'xx': x ~ ' * ' ~ x, 'yy': y ~ ' * ' ~ y, 'xy': x ~ ' * ' ~ y
    }.items() %}
    sum(case when {{ x }} is not null and {{ y }} is not null then {{ term }} else 0 end) over {{ over }}
        as {{ name }}_{{ moment }},
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}

{#- The moments of the windows that end on each row: those up to its end less those up to the session before its start, which may be
    missing. Beside them the sums of squares up to the end: whatever is a rounding error beside those is zero. A frame of that one
    session finds it, where a planner that expects few rows would compare every row with every other. -#}
{% macro moments_of_windows(running, windows, couples) -%}
    {%- for window in windows %}
    select
        pair_number,
        kind,
        trade_date,
        segment,
        is_second,
        {{ window }} as window_sessions,
        {%- for name in couples %}
        {%- for moment in ['n', 'x', 'y', 'xx', 'yy', 'xy'] %}
        {{ name }}_{{ moment }} - coalesce(first_value({{ name }}_{{ moment }}) over before_start, 0) as {{ name }}_{{ moment }},
        {%- endfor %}
        {{ name }}_xx as {{ name }}_xx_so_far,
        {{ name }}_yy as {{ name }}_yy_so_far{{ "," if not loop.last }}
        {%- endfor %}
    from {{ running }}
    window before_start as (
        partition by pair_number, segment order by session_number
        range between {{ window }} preceding and {{ window }} preceding
    )
    {{- " union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Lengths of the rolling windows, in sessions. -#}
{% macro rolling_windows() -%}
    {%- do return([30, 90, 250]) -%}
{%- endmacro %}

{#- The number of a session's block: blocks are as long as the longest window. -#}
{% macro block_of(row, windows) -%}
    cast(floor({{ row }}.session_number / {{ windows | max }}.0) as {{ dbt.type_int() }})
{%- endmacro %}

{#- Pearson's correlation from a couple's moments; null where one of the two is constant to rounding. -#}
{% macro pearson_of_moments(name) -%}
    {%- set n, x, y = name ~ '_n', name ~ '_x', name ~ '_y' -%}
    {%- set xx = '(' ~ name ~ '_xx - ' ~ x ~ ' * ' ~ x ~ ' / nullif(' ~ n ~ ', 0))' -%}
    {%- set yy = '(' ~ name ~ '_yy - ' ~ y ~ ' * ' ~ y ~ ' / nullif(' ~ n ~ ', 0))' -%}
    case
        when {{ xx }} > 1e-13 * {{ name }}_xx_so_far and {{ yy }} > 1e-13 * {{ name }}_yy_so_far
            then greatest(-1, least(1,
                ({{ name }}_xy - {{ x }} * {{ y }} / {{ n }}) / sqrt({{ xx }} * {{ yy }})
            ))
    end
{%- endmacro %}
