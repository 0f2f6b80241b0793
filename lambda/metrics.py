"""Metrics in CloudWatch's embedded format: a line of the log that CloudWatch makes metrics of.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import time

from extract_load.extract.report import SourceReport

NAMESPACE = "Bellwether"
_UNITS = {"AnsweredShare": "Percent", "Seconds": "Seconds"}


def embedded(report: SourceReport, continues: bool) -> str:
    """One source's run as a line.

    What a continuation will ask again has not failed yet, and its share is not known yet.
    """
    values = report.measures()
    if continues and report.out_of_time:
        values |= {"Failed": 0}
        del values["AnsweredShare"]
    definition = {
        "Namespace": NAMESPACE,
        "Dimensions": [["Source"]],
        "Metrics": [{"Name": name, "Unit": _UNITS.get(name, "Count")} for name in values],
    }
    about = {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [definition]}
    return json.dumps({"_aws": about, "Source": report.source, **values})
