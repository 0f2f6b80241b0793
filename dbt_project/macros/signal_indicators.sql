{#- The series that targets are held against, in the order in which pages list them. -#}
{% macro signal_indicators() -%}
    {%- do return([
        'rainfall_mm', 'temperature_anomaly_c', 'nyc_cloud_cover_pct', 'news_share', 'attention_views',
        'depression_index', 'policy_uncertainty', 'vix_close',
    ]) -%}
{%- endmacro %}
