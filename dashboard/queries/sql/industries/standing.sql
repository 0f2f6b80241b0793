-- One industry on the last session: its return over each horizon, and its place among all industries by it.
select
    horizon.name as horizon,
    horizon.total_return,
    horizon.place,
    (
        select count(*) from marts.rpt_industry_summary
        where gics_sub_industry <> 'Unclassified' and total_return_1d is not null
    ) as places,
    summary.last_date
from marts.rpt_industry_summary as summary
cross join lateral (
    values
    (1, 'Last session', summary.total_return_1d, summary.rank_1d),
    (2, '5 sessions', summary.total_return_5d, summary.rank_5d),
    (3, '21 sessions', summary.total_return_21d, summary.rank_21d),
    (4, '63 sessions', summary.total_return_63d, summary.rank_63d),
    (5, '252 sessions', summary.total_return_252d, summary.rank_252d),
    (6, 'This year', summary.total_return_ytd, summary.rank_ytd)
) as horizon (position, name, total_return, place)
where summary.gics_sector = %(sector)s and summary.gics_sub_industry = %(industry)s
order by horizon.position
