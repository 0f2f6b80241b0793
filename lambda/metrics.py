"""Metrics in CloudWatch's embedded format: a line of the log that CloudWatch makes metrics of.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import time

from extract_load.envelope import Status
from extract_load.extract.report import SourceReport

NAMESPACE = "Bellwether"
_UNITS = {"Landed": "Count", "Failed": "Count", "Refused": "Count", "Seconds": "Seconds"}


def embedded(report: SourceReport, continues: bool) -> str:
    """One source's run as a line: good answers, failures, refusals, and what it took.

    What a continuation will ask again has not failed yet.
    """
    values = {
        "Landed": report.statuses[Status.OK],
        "Failed": 0 if continues and report.out_of_time else report.statuses[Status.FAILED],
        "Refused": report.statuses[Status.REFUSED],
        "Seconds": round(report.seconds, 3),
    }
    definition = {
        "Namespace": NAMESPACE,
        "Dimensions": [["Source"]],
        "Metrics": [{"Name": name, "Unit": unit} for name, unit in _UNITS.items()],
    }
    about = {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [definition]}
    return json.dumps({"_aws": about, "Source": report.source, **values})
