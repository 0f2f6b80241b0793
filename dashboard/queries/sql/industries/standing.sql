-- One industry on the last session: its return over each horizon, and its place among all that have one.
with ranked as (
    select
        count(rank_1d) as of_1d,
        count(rank_5d) as of_5d,
        count(rank_21d) as of_21d,
        count(rank_63d) as of_63d,
        count(rank_252d) as of_252d,
        count(rank_ytd) as of_ytd
    from marts.rpt_industry_summary
    where gics_sub_industry <> 'Unclassified'
)

select
    horizon.name as horizon,
    horizon.total_return,
    horizon.place,
    horizon.places,
    summary.last_date
from marts.rpt_industry_summary as summary
cross join ranked
cross join lateral (
    values
    (1, 'Last session', summary.total_return_1d, summary.rank_1d, ranked.of_1d),
    (2, '5 sessions', summary.total_return_5d, summary.rank_5d, ranked.of_5d),
    (3, '21 sessions', summary.total_return_21d, summary.rank_21d, ranked.of_21d),
    (4, '63 sessions', summary.total_return_63d, summary.rank_63d, ranked.of_63d),
    (5, '252 sessions', summary.total_return_252d, summary.rank_252d, ranked.of_252d),
    (6, 'This year', summary.total_return_ytd, summary.rank_ytd, ranked.of_ytd)
) as horizon (position, name, total_return, place, places)
where summary.gics_sector = %(sector)s and summary.gics_sub_industry = %(industry)s
order by horizon.position
