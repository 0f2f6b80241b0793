{#- The complementary error function: Cody's rational approximations on three ranges of |x|. Some engines refuse to compute what is too small to
    hold: next to nought the first term is enough, and above 26.5, where what is left is below 1e-306, it is zero. -#}
{% macro erfc(x) -%}
    {%- set y = 'abs(' ~ x ~ ')' -%}
    {%- set square = '(' ~ x ~ ' * ' ~ x ~ ')' -%}
    case
        when {{ x }} is null then null
        when {{ y }} < 1e-8 then 1 - 1.1283791670955126e0 * {{ x }}
        when {{ y }} <= 0.46875 then 1 - {{ x }} * {{ rational(square,
            ['1.85777706184603153e-1', '3.16112374387056560e0', '1.13864154151050156e2', '3.77485237685302021e2', '3.20937758913846947e3'],
            ['1e0', '2.36012909523441209e1', '2.44024637934444173e2', '1.28261652607737228e3', '2.84423683343917062e3']
        ) }}
        when {{ y }} <= 4 then {{ reflected(x, 'exp(-' ~ square ~ ') * ' ~ rational(y,
            ['2.15311535474403846e-8', '5.64188496988670089e-1', '8.88314979438837594e0', '6.61191906371416295e1', '2.98635138197400131e2',
             '8.81952221241769090e2', '1.71204761263407058e3', '2.05107837782607147e3', '1.23033935479799725e3'],
            ['1e0', '1.57449261107098347e1', '1.17693950891312499e2', '5.37181101862009858e2', '1.62138957456669019e3',
             '3.29079923573345963e3', '4.36261909014324716e3', '3.43936767414372164e3', '1.23033935480374942e3']
        )) }}
        when {{ y }} <= 26.5 then {{ reflected(x, 'exp(-' ~ square ~ ') / ' ~ y ~ ' * (5.6418958354775628695e-1 - ' ~ rational(
            '(1 / ' ~ square ~ ')',
            ['1.63153871373020978e-2', '3.05326634961232344e-1', '3.60344899949804439e-1', '1.25781726111229246e-1',
             '1.60837851487422766e-2', '6.58749161529837803e-4'],
            ['1e0', '2.56852019228982242e0', '1.87295284992346725e0', '5.27905102951428412e-1', '6.05183413124413191e-2',
             '2.33520497626869185e-3']
        ) ~ ' / ' ~ square ~ ')') }}
        else {{ reflected(x, '0') }}
    end
{%- endmacro %}

{#- erfc(x) from its value at |x|. -#}
{% macro reflected(x, value) -%}
    case when {{ x }} < 0 then 2 - {{ value }} else {{ value }} end
{%- endmacro %}

{#- One polynomial over another, coefficients from the highest power down. -#}
{% macro rational(x, numerator, denominator) -%}
    ({{ polynomial(x, numerator) }} / {{ polynomial(x, denominator) }})
{%- endmacro %}

{#- A polynomial by Horner's rule. -#}
{% macro polynomial(x, coefficients) -%}
    {{ '(' * (coefficients | length - 1) }}{{ coefficients[0] }}
    {%- for coefficient in coefficients[1:] %} * {{ x }} + {{ coefficient }}){% endfor %}
{%- endmacro %}
