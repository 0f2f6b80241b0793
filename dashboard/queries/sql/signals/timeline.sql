-- The index and every indicator over the range, thinned to every step-th session, counted back from the last.
with numbered as (
    select
        *,
        row_number() over (order by trade_date desc) - 1 as age,
        ceil(count(*) over () / %(points)s::numeric)::integer as step
    from marts.rpt_market_timeline
    where trade_date between %(start)s and %(end)s
)

select * from numbered
where age %% step = 0
order by trade_date
