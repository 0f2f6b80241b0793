with uses as (
    select * from {{ ref('int_ticker_uses') }}
),

earlier_holders as (
    select * from {{ ref('int_earlier_holders') }}
),

last_earlier as (
    select
        ticker,
        used_next_from,
        next_begins_on,
        max(valid_to) as left_on
    from earlier_holders
    group by 1, 2, 3
),

unioned as (
    select
        company_id,
        ticker,
        valid_from,
        valid_to,
        false as is_renamed,
        valid_from as traded_from
    from earlier_holders
    union all
    select
        uses.company_id,
        uses.ticker,
        greatest(uses.valid_from, last_earlier.left_on) as valid_from,
        uses.valid_to,
        uses.is_renamed,
        coalesce(uses.traded_from, last_earlier.next_begins_on, uses.valid_from) as traded_from
    from uses
    left join last_earlier
        on
            uses.ticker = last_earlier.ticker
            and uses.valid_from = last_earlier.used_next_from
)

select * from unioned
