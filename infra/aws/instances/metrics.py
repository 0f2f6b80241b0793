"""Metrics in CloudWatch, of this environment or of a source."""

import os
from collections.abc import Mapping

import boto3

_NAMESPACE = "Bellwether"
_UNITS = {"AnsweredShare": "Percent", "Seconds": "Seconds"}


def put(**values: float) -> None:
    """Put values, by name, with the dimension Environment."""
    _put("Environment", os.environ["BELLWETHER_ENVIRONMENT"], values)


def put_of(source: str, values: Mapping[str, float]) -> None:
    """Put values, by name, with the dimension Source."""
    _put("Source", source, values)


def _put(dimension: str, of: str, values: Mapping[str, float]) -> None:
    boto3.client("cloudwatch").put_metric_data(
        Namespace=_NAMESPACE,
        MetricData=[
            {
                "MetricName": name,
                "Dimensions": [{"Name": dimension, "Value": of}],
                "Value": value,
                "Unit": _UNITS.get(name, "Count"),
            }
            for name, value in values.items()
        ],
    )
