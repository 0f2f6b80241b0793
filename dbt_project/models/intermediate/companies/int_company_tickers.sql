with uses as (
    select * from {{ ref('int_ticker_uses') }}
),

spells as (
    select * from {{ ref('int_spells') }}
),

first_trades as (
    select
        ticker,
        max(first_traded_on) as first_traded_on
    from {{ ref('stg_yahoo__charts') }}
    group by 1
),

begun as (
    select
        uses.*,
        case
            when uses.is_renamed and uses.valid_from > cast('0001-01-01' as date)
                then cast({{ dbt.dateadd('day', -30, 'uses.valid_from') }} as date)
            else greatest(uses.valid_from, first_trades.first_traded_on)
        end as begins_on,
        lag(uses.valid_to, 1, cast('0001-01-01' as date))
            over (partition by uses.ticker order by uses.valid_from) as vacant_from
    from uses
    left join first_trades on uses.last_ticker = first_trades.ticker
),

used as (
    select
        begun.*,
        spells.valid_to as left_on,
        row_number() over (
            partition by spells.ticker, spells.valid_from
            order by begun.valid_from
        ) as use_number
    from spells
    inner join begun
        on
            spells.ticker = begun.ticker
            and (spells.valid_from < begun.valid_to or begun.valid_to is null)
),

{# Who left the index before a ticker's use began is another company; some days before a rename
    it is the renamed one, which spells know by its last ticker. #}
earlier as (
    select
        ticker || '-until-' || {{ year_of('left_on') }} as company_id,
        ticker,
        valid_from as used_next_from,
        vacant_from,
        max(left_on) as left_on
    from used
    where
        use_number = 1
        and left_on <= begins_on
    group by 1, 2, 3, 4
),

last_earlier as (
    select
        ticker,
        used_next_from,
        max(left_on) as left_on
    from earlier
    group by 1, 2
),

unioned as (
    select
        company_id,
        ticker,
        lag(left_on, 1, vacant_from) over by_end as valid_from,
        left_on as valid_to,
        false as is_renamed,
        lag(left_on, 1, vacant_from) over by_end as traded_from
    from earlier
    window by_end as (partition by ticker, used_next_from order by left_on)
    union all
    select
        begun.company_id,
        begun.ticker,
        greatest(begun.valid_from, coalesce(last_earlier.left_on, begun.valid_from)) as valid_from,
        begun.valid_to,
        begun.is_renamed,
        case
            when begun.is_renamed then begun.traded_from
            when last_earlier.left_on is not null then begun.begins_on
            else begun.valid_from
        end as traded_from
    from begun
    left join last_earlier
        on
            begun.ticker = last_earlier.ticker
            and begun.valid_from = last_earlier.used_next_from
)

select * from unioned
