{#- Count, mean and sample standard deviation of a value at each level of mood, coded -1, 0 and 1. -#}
{% macro moments_by_mood(mood, value) -%}
    {%- for level, code in {'low': -1, 'medium': 0, 'high': 1}.items() %}
    {%- set seen = 'case when ' ~ mood ~ ' = ' ~ code ~ ' then ' ~ value ~ ' end' %}
    count({{ seen }}) as sessions_{{ level }},
    avg({{ seen }}) as mean_{{ level }},
    stddev_samp({{ seen }}) as stddev_{{ level }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
