{{ config(severity='warn') }}

select
    trade_date,
    bars,
    no_bar_in_answer
from {{ ref('rpt_completeness_daily') }}
where bars < 0.9 * (bars + no_bar_in_answer)
