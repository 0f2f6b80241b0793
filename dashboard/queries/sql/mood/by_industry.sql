-- What High mood does to each industry, in percentage points a day; those without enough sessions last.
select
    gics_sector,
    gics_sub_industry,
    sessions_low,
    sessions_medium,
    sessions_high,
    spells_low,
    spells_high,
    100 * mean_low as mean_low,
    100 * mean_medium as mean_medium,
    100 * mean_high as mean_high,
    100 * effect as effect,
    100 * standard_error as standard_error,
    100 * detectable_effect as detectable_effect,
    100 * ci_low as ci_low,
    100 * ci_high as ci_high,
    p_value,
    q_value
from marts.rpt_industry_mood_sensitivity
where measure = %(measure)s
order by effect desc nulls last, gics_sector, gics_sub_industry
