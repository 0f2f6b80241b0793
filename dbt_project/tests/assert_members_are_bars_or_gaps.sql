select
    trade_date,
    members,
    bars,
    gaps
from {{ ref('rpt_completeness_daily') }}
where
    members != bars + gaps
    or gaps
    != not_found + before_first_trade + failed + refused + no_bar_in_answer + not_asked
