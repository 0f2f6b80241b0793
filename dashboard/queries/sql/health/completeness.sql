-- Of the members of a session, how many have a price and why the others have none: means of each month, all told.
select
    date_trunc('month', trade_date)::date as month,
    count(*) as sessions,
    avg(members)::double precision as members,
    avg(gaps)::double precision as gaps,
    avg(not_found)::double precision as not_found,
    avg(before_first_trade)::double precision as before_first_trade,
    avg(no_bar_in_answer)::double precision as no_bar_in_answer,
    avg(set_aside)::double precision as set_aside,
    avg(refused)::double precision as refused,
    avg(failed)::double precision as failed,
    avg(not_asked)::double precision as not_asked,
    sum(bars)::double precision / nullif(sum(members), 0) as share_complete
from marts.rpt_completeness_daily
group by date_trunc('month', trade_date)
order by month
