-- One pair's correlation over windows that end within the range: differences of sums that run on, about the means.
-- No p and no q: overlapping windows are a picture, not tests. Each session is worth what it is in the whole history.
with pair_days as (
    select
        target.trade_date,
        case when indicator.value is not null then target.value - avg(target.value) over () end as y,
        case when target.value is not null then indicator.value - avg(indicator.value) over () end as x
    from marts.fct_signal_daily as target
    inner join marts.fct_signal_daily as indicator
        on target.kind = indicator.kind and target.trade_date = indicator.trade_date
    where
        target.kind = %(kind)s
        and target.series = %(target)s
        and indicator.series = %(indicator)s
        and target.trade_date <= %(end)s
),

so_far as (
    select
        trade_date,
        count(x) over sessions as n,
        coalesce(sum(x) over sessions, 0) as x,
        coalesce(sum(y) over sessions, 0) as y,
        coalesce(sum(x * x) over sessions, 0) as xx,
        coalesce(sum(y * y) over sessions, 0) as yy,
        coalesce(sum(x * y) over sessions, 0) as xy
    from pair_days
    window sessions as (order by trade_date rows unbounded preceding)
),

windows as (
    select
        trade_date,
        n - coalesce(lag(n, %(window)s) over sessions, 0) as n,
        x - coalesce(lag(x, %(window)s) over sessions, 0) as x,
        y - coalesce(lag(y, %(window)s) over sessions, 0) as y,
        xx - coalesce(lag(xx, %(window)s) over sessions, 0) as xx,
        yy - coalesce(lag(yy, %(window)s) over sessions, 0) as yy,
        xy - coalesce(lag(xy, %(window)s) over sessions, 0) as xy,
        xx as xx_so_far,
        yy as yy_so_far
    from so_far
    window sessions as (order by trade_date)
),

drawn as (
    select
        *,
        xx - x * x / nullif(n, 0) as x_spread,
        yy - y * y / nullif(n, 0) as y_spread,
        row_number() over (order by trade_date desc) - 1 as age,
        ceil(count(*) over () / %(points)s::numeric)::integer as step
    from windows
    where trade_date >= %(start)s
),

-- What is a rounding error beside the sums so far is the spread of a constant.
correlated as (
    select
        trade_date,
        step,
        n,
        case
            when n >= 30 and x_spread > 1e-13 * xx_so_far and y_spread > 1e-13 * yy_so_far
                then greatest(-1, least(1, (xy - x * y / n) / sqrt(x_spread * y_spread)))
        end as r,
        n * %(weight)s::double precision as n_eff
    from drawn
    where age %% step = 0
),

bounded as (
    select
        *,
        case when n_eff > 3 and abs(r) <= 1 - 1e-12 then 1.959964 / sqrt(n_eff - 3) end as error
    from correlated
)

select
    trade_date,
    step,
    n,
    r,
    tanh(atanh(r) - error) as ci_low,
    tanh(atanh(r) + error) as ci_high,
    case when r is not null then n_eff end as n_eff
from bounded
order by trade_date
