"""Metrics of this environment in CloudWatch."""

import os

import boto3

_NAMESPACE = "Bellwether"


def put(**values: float) -> None:
    """Put counts, by name, with the dimension Environment."""
    dimensions = [{"Name": "Environment", "Value": os.environ["BELLWETHER_ENVIRONMENT"]}]
    boto3.client("cloudwatch").put_metric_data(
        Namespace=_NAMESPACE,
        MetricData=[
            {"MetricName": name, "Dimensions": dimensions, "Value": value, "Unit": "Count"}
            for name, value in values.items()
        ],
    )
