"""What the SQL console must never do: it refuses each statement in words, and the server is well."""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import cursor

from dashboard.console import Refused
from dashboard.console.ask import ask
from dashboard.queries.console import catalog
from tests.dashboard.fixtures import forget_everything
from tests.databases import own_database

ONLY_READS = "only reads"
NOT_RUN = "is not something the console runs"
NO_WORD = "is not part of what the console runs"
NO_FUNCTION = "is not one that the console runs"
NO_SCHEMA = "reads marts and ops, not"
NO_TYPE = "is not a type that the console casts to"
NO_COLUMN = "There is no column"
NO_RELATION = "There is no marts"
NOT_SQL = "cannot be read as SQL"
UNSURE = "not sure what this means"
ROWS = "too many for the console"
NO_TABLE_FUNCTION = "cannot be read like a table"
NO_NUMBER = "Invalid input syntax for type integer"
DEEP = "nested too deep"
LONG = "A query may have up to"
INVISIBLE = "invisible character"

WRITES = {
    "delete from ops.publishes": ONLY_READS,
    "insert into ops.runs (command) values ('x')": ONLY_READS,
    "update ops.publishes set simulated = false": ONLY_READS,
    "merge into ops.runs r using ops.builds b on true when matched then delete": ONLY_READS,
    "truncate ops.runs": ONLY_READS,
    "drop schema marts cascade": ONLY_READS,
    "create table marts.mine as select 1": ONLY_READS,
    "create temporary table mine (n int)": ONLY_READS,
    "alter role bellwether_reader set statement_timeout = 0": ONLY_READS,
    "grant select on all tables in schema raw to bellwether_reader": ONLY_READS,
    "comment on table ops.runs is 'mine'": ONLY_READS,
    "refresh materialized view marts.x": ONLY_READS,
    "select * into mine from ops.runs": "writes a table",
    "with gone as (delete from ops.runs returning *) select * from gone": ONLY_READS,
    "with new as (insert into ops.runs (command) values ('x') returning 1) select 1": ONLY_READS,
    "select * from ops.runs for update": "lock rows",
    "select * from ops.runs for key share": "lock rows",
    "vacuum full": ONLY_READS,
}
SEVERAL = {
    "select 1; drop table marts.dim_date": "One query at a time",
    "select 1; select 2": "One query at a time",
    "commit; delete from ops.runs": "One query at a time",
    "select 1 /* ; */; delete from ops.runs --": "One query at a time",
    "/* nested /* comment */ */ delete from ops.runs": ONLY_READS,
    "select 1 /* left open": NOT_SQL,
    "-- nothing\n": "only comments",
    "'; drop table marts.dim_date; --": NOT_SQL,
}
SESSIONS = {
    "set role postgres": ONLY_READS,
    "set session authorization postgres": ONLY_READS,
    "set statement_timeout = 0": ONLY_READS,
    "reset all": ONLY_READS,
    "show all": ONLY_READS,
    "begin read write": ONLY_READS,
    "do $$ begin perform pg_sleep(60); end $$": ONLY_READS,
    "prepare p as select 1": ONLY_READS,
    "execute p": ONLY_READS,
    "declare c cursor with hold for select 1": ONLY_READS,
    "listen news": ONLY_READS,
    "notify news": ONLY_READS,
    "lock table marts.dim_date": ONLY_READS,
    "call pg_sleep(1)": ONLY_READS,
    "explain analyze select 1": ONLY_READS,
    "copy ops.runs to program 'id'": ONLY_READS,
    "copy (select 1) to '/tmp/x'": ONLY_READS,
    "load 'plpython3u'": ONLY_READS,
    "checkpoint": ONLY_READS,
    "select set_config('statement_timeout', '0', false)": NO_FUNCTION,
    "select current_setting('data_directory')": NO_FUNCTION,
    "select pg_advisory_lock(1)": NO_FUNCTION,
    "select pg_notify('a', 'b')": NO_FUNCTION,
    "select pg_terminate_backend(1)": NO_FUNCTION,
    "select nextval('ops.runs_run_id_seq')": NO_FUNCTION,
    "select txid_current()": NO_FUNCTION,
}
FILES = {
    "select pg_read_file('/etc/passwd')": NO_FUNCTION,
    "select pg_ls_dir('/')": NO_FUNCTION,
    "select lo_import('/etc/passwd')": NO_FUNCTION,
    "select lo_export(1, '/tmp/x')": NO_FUNCTION,
    "select * from dblink('host=elsewhere', 'select 1') as t (n int)": NOT_RUN,
    "select * from dblink('host=elsewhere', 'select 1') t": NO_TABLE_FUNCTION,
    "select dblink_connect('host=elsewhere')": NO_FUNCTION,
    "select query_to_xml('select * from pg_shadow', true, true, '')": NO_FUNCTION,
    "select database_to_xml(true, true, '')": NO_FUNCTION,
    "select xpath('/a', '<a/>')": NO_FUNCTION,
    "select xmlelement(name a)": NO_FUNCTION,
    "select pg_stat_file('base')": NO_FUNCTION,
}
CATALOGS = {
    "select * from pg_shadow": NO_RELATION,
    "select * from PG_Catalog.PG_Authid": NO_SCHEMA,
    'select * from "pg_catalog"."pg_user"': NO_SCHEMA,
    "select * from information_schema.tables": NO_SCHEMA,
    "select * from raw.rejects": NO_SCHEMA,
    "select * from marts_previous.dim_date": NO_SCHEMA,
    "select * from public.anything": NO_SCHEMA,
    "select * from bellwether.marts.dim_date": "with its schema only",
    "table pg_settings": NO_RELATION,
    'select * from U&"p\\0067_shadow"': NOT_SQL,
    "select * from \uff50\uff47_shadow": NO_RELATION,
    "select 1 from dim_date where exists (select 1 from pg_roles)": NO_RELATION,
    "select (select passwd from pg_shadow limit 1)": NO_RELATION,
    "select row_to_json(s) from pg_shadow s": NO_RELATION,
    "select 1 union all select oid from pg_class": NO_RELATION,
    "with pg_shadow as (select 1) select * from pg_shadow": "names that begin with pg_",
    "select * from (with inside as (select 1) select * from inside) a, inside": NO_RELATION,
    "with a as (select * from b), b as (select 1) select * from a": NO_RELATION,
    "with pg_roles as (select * from pg_roles) select * from pg_roles": NO_RELATION,
    "select 'pg_shadow'::regclass": NO_TYPE,
    "select 10::regrole": NO_TYPE,
    "select regclass 'pg_shadow'": NO_TYPE,
    "select cast('postgres' as regrole)": NO_TYPE,
    "select 'x'::pg_catalog.name": NO_TYPE,
    "select current_user": NO_WORD,
    "select session_user": NO_WORD,
    "select user from dim_date": NO_COLUMN,
    "select current_catalog": NO_WORD,
    "select version()": NO_FUNCTION,
    "select inet_server_addr()": NO_FUNCTION,
    "select has_table_privilege('raw.rejects', 'select')": NO_FUNCTION,
    "select pg_get_userbyid(10)": NO_FUNCTION,
    "select tableoid, ctid, xmin from dim_date": NO_COLUMN,
    "select d.to_jsonb from dim_date d": NO_COLUMN,
    "select (d).date_day from dim_date d": "without a schema",
    "select pg_catalog.pg_sleep(9)": "without a schema",
    'select "pg_sleep"(9)': "without quotes",
    "select pg_sleep(60)": NO_FUNCTION,
    "select 1 operator(pg_catalog.+) 1": NOT_RUN,
    "select s.array_agg from fct_stock_daily s, (select 1 as array_agg) x": "no column array_agg in s",
    "select s.array_agg from (select * from fct_stock_daily) s, (select 1 as array_agg) x": "array_agg in s",
    "with array_agg as (select 1 as array_agg) select s.array_agg from fct_stock_daily s": "array_agg in s",
    "select s.array_agg from (select 1 as array_agg) s (x)": "no column array_agg in s",
    "select s.count from fct_stock_daily s": "no column count in s",
    "select x.ticker from fct_stock_daily s": "no table x",
}
DISGUISES = {
    "sel/**/ect 1": NOT_SQL,
    "select $$a$$": NOT_RUN,
    "select e'\\x41'": NOT_RUN,
    "select b'1'": NOT_RUN,
    "select 'a'\n'b'": UNSURE,
    "select 1\x00": INVISIBLE,
    "select\u200b 1": INVISIBLE,
    "\uff53elect 1": NOT_SQL,
    "select %(text)s, :x, $1, ?": NOT_RUN,
    "select 1 where 1 = @@x": NO_COLUMN,
    "select * from dim_date tablesample system (1)": NOT_RUN,
    "select * from only dim_date, lateral (select 1) x": "LATERAL",
    "select * from rows from (now()) x": NO_TABLE_FUNCTION,
    "select count(*) from dim_date group by cube (date_day, is_session)": NOT_RUN,
    "select date_day from dim_date order by date_day using operator(pg_catalog.<)": NOT_SQL,
}
BOMBS = {
    "select * from fct_stock_daily a, fct_stock_daily b": ROWS,
    "select count(*) from fct_stock_daily a cross join fct_stock_daily b cross join dim_date": ROWS,
    "select count(*) from fct_stock_daily a join fct_stock_daily b on a.total_return < b.total_return": ROWS,
    "with a as (select 1 from dim_date), b as (select 1 from a, a x) select count(*) from b, b c, b d": ROWS,
    "select * from generate_series(1, 1000000000)": NO_TABLE_FUNCTION,
    "select generate_series(1, 1000000000)": NO_FUNCTION,
    "select * from unnest(array[1, 2])": "Arrays",
    "with recursive n as (select 1 as x union all select x + 1 from n) select * from n": "may never end",
    "select repeat('x', 1000000000)": NO_FUNCTION,
    "select lpad('x', 1000000000)": NO_FUNCTION,
    "select string_agg(ticker, '') from fct_stock_daily": NO_FUNCTION,
    "select array_agg(ticker) from fct_stock_daily": NO_FUNCTION,
    "select count(s) from fct_stock_daily s": NO_COLUMN,
    "select array[1]": "Arrays",
    "select format('%1000000000s', 'x')": NO_FUNCTION,
    "select 'x'::char(10000000)": NO_TYPE,
    "select regexp_replace('aaa', '(a*)*b', 'x')": NO_FUNCTION,
    "select 'aaaaaaaaaaaaaaaaaaaaaa' ~ '(a*)*(a*)*b'": "Regular expressions",
    "select 'a' similar to '(a*)*b'": "Regular expressions",
    "select substring('aaaaaaaaaaaaaaaaaaaaaaaa' from '(a*)*b')": NO_NUMBER,
    "select substring('aaaaaaaaaaaaaaaaaaaaaaaa', '(a*)*b')": NO_NUMBER,
    "select substring('aaa' from 'a#\"(a*)*#\"b' for '#')": NO_NUMBER,
    "select mod('1e60000'::decimal, 7)": "too large a number",
    "select '1e60000' % 7.5": "too large a number",
    "select ('1e' || '60000')::decimal % 7": "overflow",
    "select power(10.0, 60000)": "out of range",
    "select exp(100000.0)": "out of range",
    "select 1::decimal(1000, 900)": "up to 100 digits",
    f"select {'9' * 400} % 7": "up to 100 digits",
    "with a as (select 9.9 as x), "
    + ", ".join(
        f"{name} as (select x * x * x * x * x * x * x as x from {of})"
        for of, name in (("a", "b"), ("b", "c"), ("c", "d"))
    )
    + " select x % 7 from d": "multiplied with each other",
    "select date_day from dim_date, lateral (select * from fct_stock_daily) s": "LATERAL",
    "select " + " || ".join(["gics_sector"] * 20) + " from fct_stock_daily": "Too many joined texts",
    "select concat(" + ", ".join(["gics_sector"] * 20) + ") from fct_stock_daily": "Too many joined texts",
    "select " + ", ".join(["count(distinct ticker)"] * 40) + " from fct_stock_daily": "Too many sorting",
    " union all ".join(["select count(*) from fct_stock_daily"] * 30): "Too many tables",
    "select " + "(" * 500 + "1" + ")" * 500: DEEP,
    "select " + "not " * 2000 + "true": DEEP,
    "select " + "- " * 3000 + "1": DEEP,
    "select " + "case when true then " * 400 + "1" + " end" * 400: DEEP,
    "select '" + "x" * 501 + "'": "A value may have",
    "select " + "1, " * 5000 + "1": LONG,
}
STATE = """
select
    (select count(*) from ops.runs),
    (select count(*) from ops.publishes),
    (select count(*) from pg_class where relkind in ('r', 'v')),
    (
        select count(*) from pg_stat_activity
        where application_name = 'bellwether-console' and datname = current_database() and state = 'active'
    )
"""
HOSTILE = WRITES | SEVERAL | SESSIONS | FILES | CATALOGS | DISGUISES | BOMBS


@pytest.fixture(scope="module")
def admin(world: dict[str, str]) -> Iterator[cursor]:
    """A superuser's cursor on a copy of the world; the environment names that copy."""
    with own_database(world, world["PGDATABASE"]) as environment, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_everything()
        with closing(psycopg2.connect("")) as opened, opened.cursor() as cur:
            opened.autocommit = True
            yield cur
        forget_everything()


@pytest.mark.parametrize("statement", HOSTILE, ids=lambda statement: repr(statement[:50]))
def test_a_hostile_statement_is_refused_in_words_and_harms_nothing(admin: cursor, statement: str) -> None:
    admin.execute(STATE)
    before = admin.fetchall()
    with pytest.raises(Refused) as refused:
        ask(statement, catalog(1))
    assert HOSTILE[statement] in str(refused.value)
    assert ask("select count(*) as n from ops.publishes", catalog(1)).rows["n"].tolist() == [1]
    admin.execute(STATE)
    assert admin.fetchall() == before
