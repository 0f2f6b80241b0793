-- The last session that a run on this day can know.
select max(date_day) as expected_session
from marts.dim_date
where is_session and date_day < %(as_of)s
