-- The small world's industries by mood: one effect is claimed, one industry saw too few High sessions, one has no interval.

create table marts.rpt_industry_mood_sensitivity as
with industries as (
    select
        gics_sector,
        gics_sub_industry,
        row_number() over (order by gics_sub_industry) as n
    from (select distinct gics_sector, gics_sub_industry from marts.fct_industry_daily) as listed
),

effects as (
    select
        industries.*,
        measures.measure,
        case when n > 1 then 0.0001 * (n - 15) end::double precision as effect,
        case when n > 2 then 0.0008 end::double precision as standard_error,
        measures.measure = 'volatility_7d' and n = 28 as is_claimed
    from industries
    cross join unnest(array['total_return', 'volatility_7d']) as measures (measure)
)

select
    measure,
    gics_sector,
    gics_sub_industry,
    80::bigint as sessions_low,
    90::bigint as sessions_medium,
    case when n > 1 then 70 else 4 end::bigint as sessions_high,
    0.01::double precision as mean_low,
    0.011::double precision as mean_medium,
    0.01 + coalesce(effect, 0) as mean_high,
    effect,
    standard_error,
    effect - 1.959964 * standard_error as ci_low,
    effect + 1.959964 * standard_error as ci_high,
    case when is_claimed then 0.0001 when standard_error is not null then 0.4 end::double precision as p_value,
    case when is_claimed then 0.003 when standard_error is not null then 0.7 end::double precision as q_value
from effects;
