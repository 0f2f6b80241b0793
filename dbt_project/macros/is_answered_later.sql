{#- Whether a later answer covers a row's day: what it does not say again has been mended. Reads a CTE `answers` of int_price_answers. -#}
{% macro is_answered_later(row, day) -%}
    exists (
        select answers.ticker from answers
        where
            {{ row }}.ticker = answers.ticker
            and {{ row }}.extracted_at < answers.extracted_at
            and {{ row }}.{{ day }} between answers.window_start and answers.window_end
    )
{%- endmacro %}
