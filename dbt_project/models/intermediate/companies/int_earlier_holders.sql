{{ config(materialized='view', contract={'enforced': false}) }}

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
        vacant_from,
        valid_from as used_next_from,
        begins_on as next_begins_on,
        max(left_on) as left_on
    from used
    where
        use_number = 1
        and left_on <= begins_on
    group by 1, 2, 3, 4, 5
),

holders as (
    select
        company_id,
        ticker,
        lag(left_on, 1, vacant_from)
            over (partition by ticker, used_next_from order by left_on) as valid_from,
        left_on as valid_to,
        used_next_from,
        next_begins_on
    from earlier
)

select * from holders
