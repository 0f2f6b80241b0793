"""What goes wrong is heard of, and the runbook knows what to do."""

import json
import re

from extract_load.catalog import SOURCES
from extract_load.source import Inbox
from tests.infra.deployment import Deployment, Values
from tests.infra.terraform import CONFIGURATION

README = CONFIGURATION / "README.md"


def alarms_on(deployment: Deployment, **dimensions: str) -> dict[str, Values]:
    """The alarms on metrics with these dimensions, by metric."""
    found = deployment.of("aws_cloudwatch_metric_alarm").values()
    return {alarm["metric_name"]: alarm for alarm in found if alarm["dimensions"] == dimensions}


def asked_from_etl(deployment: Deployment) -> set[str]:
    """The sources that the ETL instance asks itself."""
    told = re.search(r'SOURCES_HERE="(.*)"', deployment.one("aws_instance", "module.etl.")["user_data"])
    return set(told[1].split()) if told else set()


def test_every_lambda_has_a_queue_for_what_fails_alarms_and_a_log_that_ends(deployment: Deployment) -> None:
    functions = deployment.of("aws_lambda_function")
    queues = {queue["arn"]: queue["name"] for queue in deployment.of("aws_sqs_queue").values()}
    groups = deployment.of("aws_cloudwatch_log_group").values()
    logs = {group["name"]: group["retention_in_days"] for group in groups}
    assert functions
    for function in functions.values():
        queue = queues[function["dead_letter_config"][0]["target_arn"]]
        assert alarms_on(deployment, QueueName=queue).keys() == {"ApproximateNumberOfMessagesVisible"}
        assert alarms_on(deployment, FunctionName=function["function_name"]).keys() == {"Errors", "Throttles"}
        assert logs[function["logging_config"][0]["log_group"]] > 0
        # a new account has ten in all, of which none can be reserved
        assert function["reserved_concurrent_executions"] == -1


def test_every_source_has_a_schedule_in_new_yorks_time(deployment: Deployment) -> None:
    schedules = {found["name"]: found for found in deployment.of("aws_scheduler_schedule").values()}
    known = {source.name for source in SOURCES} - asked_from_etl(deployment)
    assert known - schedules.keys() < {"tiingo", "yahoo"}
    for name, schedule in schedules.items():
        source = name.removesuffix("-again")
        assert {source, f"{source}-again"} <= schedules.keys()
        (target,) = schedule["target"]
        assert schedule["schedule_expression_timezone"] == "America/New_York"
        continues = {"continuation": 1} if name != source else {}
        assert json.loads(target["input"]) == {"source": source, **continues}
        assert target["dead_letter_config"]
        assert target["retry_policy"][0]["maximum_retry_attempts"] > 0


def test_every_source_that_is_asked_is_missed_when_it_stays_away(deployment: Deployment) -> None:
    inboxes = {source.name for source in SOURCES if isinstance(source, Inbox)}
    for schedule in deployment.of("aws_scheduler_schedule").values():
        source = json.loads(schedule["target"][0]["input"])["source"]
        alarms = alarms_on(deployment, Source=source)
        if source in inboxes:
            assert not alarms  # a person drops files when they like
            continue
        # a month ends more rarely than CloudWatch looks back: most runs have nothing to ask, and say so
        monthly = source == "wikipedia_revisions"
        assert alarms.keys() == ({"AnsweredShare"} if monthly else {"Landed", "AnsweredShare"})
        alarm = alarms["AnsweredShare" if monthly else "Landed"]
        assert alarm["treat_missing_data"] == "breaching"
        # longer than the schedule's own pause, and no longer than CloudWatch looks back
        assert 24 < alarm["evaluation_periods"] * alarm["period"] / 3600 <= 168


def test_publishes_the_database_the_instances_and_the_bill_are_watched(deployment: Deployment) -> None:
    published = alarms_on(deployment, Environment="production")
    assert published.keys() == {
        "PublishFailed",
        "PublishSucceeded",
        "PublishIncomplete",
        "SourcesLate",
        "BootFailed",
        "CertificateDays",
        "DashboardHealthy",
    }
    assert published["PublishSucceeded"]["treat_missing_data"] == "breaching"
    database = deployment.one("aws_db_instance", "this")
    of_database = alarms_on(deployment, DBInstanceIdentifier=database["identifier"])
    burstable = {"CPUSurplusCreditsCharged"} if database["instance_class"].startswith("db.t") else set()
    assert of_database.keys() == {"FreeStorageSpace", "DatabaseConnections"} | burstable
    for instance in deployment.of("aws_instance").values():
        assert alarms_on(deployment, InstanceId=instance["id"]).keys() == {
            "StatusCheckFailed_System",
            "StatusCheckFailed_Instance",
            "mem_used_percent",
            "disk_used_percent",
            "CPUSurplusCreditsCharged",
        }
    assert deployment.one("aws_budgets_budget", "monthly")["notification"]
    (events,) = deployment.of("aws_db_event_subscription").values()
    assert events["source_ids"] == [database["identifier"]]
    assert {"failure", "low storage", "maintenance"} <= set(events["event_categories"])


def test_every_alarm_is_sent_and_names_a_runbook_that_exists(deployment: Deployment) -> None:
    headings = set(re.findall(r"^### `([a-z-]+)`", README.read_text(encoding="utf-8"), re.MULTILINE))
    topic = deployment.one("aws_sns_topic", "alarms")["arn"]
    for alarm in deployment.of("aws_cloudwatch_metric_alarm").values():
        moved = ["arn:aws:automate:us-east-1:ec2:recover"]
        does = moved if alarm["metric_name"] == "StatusCheckFailed_System" else []
        assert set(alarm["alarm_actions"]) == {topic, *does}
        assert alarm["alarm_description"].split("Runbook: ")[1] in headings
    (subscription,) = deployment.of("aws_sns_topic_subscription").values()
    assert subscription["endpoint"] == "owner@example.com"


def test_no_alarm_is_red_on_the_first_day_but_of_what_has_not_happened_yet(deployment: Deployment) -> None:
    red = {
        (alarm["metric_name"], alarm["dimensions"].get("Source") == "wikipedia_revisions")
        for alarm in deployment.of("aws_cloudwatch_metric_alarm").values()
        if alarm["treat_missing_data"] == "breaching"
    }
    assert {metric for metric, is_monthly in red if not is_monthly} == {
        "Landed",
        "PublishSucceeded",
        "DashboardHealthy",
        "FreeStorageSpace",
    }
    assert {metric for metric, is_monthly in red if is_monthly} == {"AnsweredShare"}


def test_the_overview_shows_every_source_that_is_asked(deployment: Deployment) -> None:
    body = deployment.one("aws_cloudwatch_dashboard", "overview")["dashboard_body"]
    for schedule in deployment.of("aws_scheduler_schedule").values():
        assert f'"Source","{schedule["name"].removesuffix("-again")}"' in body
