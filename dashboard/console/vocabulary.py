"""All that a query may be made of. What is not listed here is refused: new syntax, functions and types too.

Left out on purpose beside whatever reads the server, its files or its catalogs: functions whose answer can
be far larger than their arguments (`repeat`, `lpad`, `replace`, `string_agg`, arrays), and regular
expressions, whose cost nobody can foresee.
"""

from sqlglot import exp

NODES: tuple[type[exp.Expr], ...] = (
    # queries
    *(exp.Select, exp.Subquery, exp.Union, exp.Except, exp.Intersect, exp.With, exp.CTE),
    *(exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Distinct),
    *(exp.Limit, exp.LimitOptions, exp.Offset, exp.Fetch),
    # names and values
    *(exp.Table, exp.TableAlias, exp.Column, exp.Identifier, exp.Star, exp.Alias),
    *(exp.Literal, exp.Null, exp.Boolean, exp.Interval, exp.IntervalSpan, exp.Var),
    # expressions
    *(exp.Paren, exp.Tuple, exp.Neg, exp.Not, exp.And, exp.Or, exp.Is, exp.In, exp.Between, exp.Any, exp.All),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ),
    *(exp.Like, exp.ILike, exp.Escape, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe),
    *(exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.AtTimeZone, exp.Kwarg),
    # windows and aggregates; functions go by their names, below
    *(exp.Window, exp.WindowSpec, exp.Filter, exp.WithinGroup, exp.Func),
)

TYPES = {
    exp.DataType.Type.BIGINT: "bigint",
    exp.DataType.Type.BOOLEAN: "boolean",
    exp.DataType.Type.DATE: "date",
    exp.DataType.Type.DECIMAL: "decimal",
    exp.DataType.Type.DOUBLE: "double precision",
    exp.DataType.Type.FLOAT: "real",
    exp.DataType.Type.INT: "int",
    exp.DataType.Type.INTERVAL: "interval",
    exp.DataType.Type.SMALLINT: "smallint",
    exp.DataType.Type.TEXT: "text",
    exp.DataType.Type.TIMESTAMP: "timestamp",
    exp.DataType.Type.TIMESTAMPTZ: "timestamptz",
    exp.DataType.Type.VARCHAR: "varchar",
}

_AGGREGATES = """
avg bool_and bool_or corr count covar_pop covar_samp every max min mode percentile_cont percentile_disc
regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
stddev stddev_pop stddev_samp sum var_pop var_samp variance
"""
_OF_WINDOWS = """
cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
"""
_OF_NUMBERS = """
abs ceil ceiling div exp floor greatest least ln log mod power round sign sqrt trunc width_bucket
"""
_OF_TEXTS = """
btrim concat concat_ws initcap left length lower ltrim position right rtrim split_part starts_with strpos
substring trim trim_scale upper
"""
_OF_DATES = """
age current_date current_timestamp date_part date_trunc extract isfinite make_date make_interval now to_char
to_date
"""
_OF_THE_UNKNOWN = "coalesce nullif"
_KEYWORDS = """
all and any as asc at between both by case cast cross current desc distinct else end escape except exists
false fetch filter first following for from full group groups having ilike in inner intersect interval is
join last leading like limit materialized natural next not null nulls offset on only or order outer over
partition preceding range row rows select symmetric then time to trailing true unbounded union unknown using
when where window with within zone
"""
_UNITS = """
century day days decade dow doy epoch hour hours isodow isoyear mins minute month months quarter second secs
week weeks year years
"""

FUNCTIONS = frozenset[str]().union(
    *(
        words.split()
        for words in (_AGGREGATES, _OF_WINDOWS, _OF_NUMBERS, _OF_TEXTS, _OF_DATES, _OF_THE_UNKNOWN)
    )
)
WORDS = FUNCTIONS.union(_KEYWORDS.split(), _UNITS.split(), " ".join(TYPES.values()).split())

MOST_CHARACTERS = 10_000
MOST_CHARACTERS_OF_A_VALUE = 500
MOST_JOINED_TEXTS = 10
"""By `||` and `concat`: each may double a text, so that thirty of them would fill the server's memory."""

MOST: dict[str, tuple[int, tuple[type[exp.Expr], ...]]] = {
    "tables": (12, (exp.Table,)),
    "nested queries": (24, (exp.Select,)),
    "functions": (150, (exp.AggFunc, exp.Anonymous)),
    "windows": (20, (exp.Window,)),
    "sorting aggregates (distinct, percentiles)": (10, (exp.WithinGroup, exp.Distinct)),
}
"""How many of what one query may hold: each sort and each hash table may take its share of memory."""
