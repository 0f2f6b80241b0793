-- One pair at lag 0 over the reader's range: its points, the line through them, and how sure both are, on each row.
-- A session is worth what it is in the pair's whole history.
with pair_days as (
    select
        target.trade_date,
        %(y_factor)s * target.value as y,
        %(x_factor)s * indicator.value as x
    from marts.fct_signal_daily as target
    inner join marts.fct_signal_daily as indicator
        on target.kind = indicator.kind and target.trade_date = indicator.trade_date
    where
        target.kind = %(kind)s
        and target.series = %(target)s
        and indicator.series = %(indicator)s
        and target.trade_date between %(start)s and %(end)s
        and target.value is not null
        and indicator.value is not null
),

measured as (
    select
        *,
        count(*) over () as n,
        count(*) over () * %(weight)s::double precision as n_eff,
        case when count(*) over () >= 30 then corr(y, x) over () end as r,
        regr_slope(y, x) over () as slope,
        regr_intercept(y, x) over () as intercept,
        avg(x) over () as mean_x,
        regr_sxx(y, x) over () as sxx,
        regr_syy(y, x) over () as syy,
        min(trade_date) over () as first_date,
        max(trade_date) over () as last_date,
        row_number() over (order by trade_date desc) - 1 as age
    from pair_days
),

inferred as (
    select
        *,
        case when n_eff > 3 and abs(r) <= 1 - 1e-12 then 1.959964 / sqrt(n_eff - 3) end as z_error,
        case when n_eff > 3 and r is not null then
            1.959964 * sqrt(syy * greatest(0, 1 - r * r) / (n - 2) * (1 + (x - mean_x) ^ 2 * n / sxx) / n_eff)
        end as error
    from measured
)

select
    trade_date,
    x,
    y,
    case when r is not null then intercept + slope * x end as fitted,
    intercept + slope * x - error as fitted_low,
    intercept + slope * x + error as fitted_high,
    n,
    r,
    tanh(atanh(r) - z_error) as ci_low,
    tanh(atanh(r) + z_error) as ci_high,
    case when r is not null then n_eff end as n_eff,
    case when r is not null then slope end as slope,
    first_date,
    last_date
from inferred
where age %% ceil(n / %(points)s::numeric)::integer = 0
order by x, trade_date
