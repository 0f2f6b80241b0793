"""The lake: the raw tables as Parquet for Spark, and the marts that come back from it."""
