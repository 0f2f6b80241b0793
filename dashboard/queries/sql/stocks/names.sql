-- The company's versions, the newest first.
select
    ticker,
    company_name,
    gics_sector,
    gics_sub_industry,
    valid_from,
    valid_to
from marts.dim_company
where company_id = %(company)s
order by valid_from desc
