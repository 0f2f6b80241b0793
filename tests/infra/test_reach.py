"""Who can reach whom."""

from tests.infra.deployment import Deployment, Values

RULES = "aws_vpc_security_group_ingress_rule"


def group(deployment: Deployment, name: str) -> str:
    return str(deployment.one("aws_security_group", f".{name}")["id"])


def admitted(deployment: Deployment, name: str) -> list[Values]:
    """The rules by which anything reaches a group."""
    wanted = group(deployment, name)
    return [rule for rule in deployment.of(RULES).values() if rule["security_group_id"] == wanted]


def test_only_the_two_instances_reach_the_database(deployment: Deployment) -> None:
    rules = admitted(deployment, "database")
    clients = {group(deployment, "etl"), group(deployment, "dashboard")}
    assert {rule["referenced_security_group_id"] for rule in rules} == clients
    assert {(rule["ip_protocol"], rule["from_port"], rule["to_port"]) for rule in rules} == {
        ("tcp", 5432, 5432)
    }
    assert not any(rule["cidr_ipv4"] or rule["cidr_ipv6"] or rule["prefix_list_id"] for rule in rules)
    database = deployment.one("aws_db_instance", "this")
    assert database["vpc_security_group_ids"] == [group(deployment, "database")]
    assert database["publicly_accessible"] is False


def test_the_database_lies_where_no_route_leads_out(deployment: Deployment) -> None:
    database = {subnet["id"] for name, subnet in deployment.of("aws_subnet").items() if ".database" in name}
    assert set(deployment.one("aws_db_subnet_group", "this")["subnet_ids"]) == database
    tables = {
        found["route_table_id"]
        for found in deployment.of("aws_route_table_association").values()
        if found["subnet_id"] in database
    }
    assert len(database) == 2
    assert len(tables) == 1
    assert tables.isdisjoint(route["route_table_id"] for route in deployment.of("aws_route").values())


def test_nothing_reaches_the_etl_instance(deployment: Deployment) -> None:
    assert admitted(deployment, "etl") == []


def test_only_allowed_ranges_reach_the_dashboard_and_only_by_https(deployment: Deployment) -> None:
    rules = admitted(deployment, "dashboard")
    assert [(rule["cidr_ipv4"], rule["from_port"], rule["to_port"]) for rule in rules] == [
        ("203.0.113.7/32", 443, 443)
    ]


def test_no_rule_of_any_form_lets_the_internet_in(deployment: Deployment) -> None:
    for rule in deployment.of(RULES).values():
        assert rule["cidr_ipv4"] != "0.0.0.0/0"
        assert rule["cidr_ipv6"] is None
    # rules could also be written within a group, or in the older form
    assert not deployment.of("aws_security_group_rule")
    groups = {**deployment.of("aws_security_group"), **deployment.of("aws_default_security_group")}
    assert not any(values["ingress"] for values in groups.values())


def test_an_instance_is_in_its_own_group_and_no_other(deployment: Deployment) -> None:
    interfaces = deployment.of("aws_network_interface")
    assert len(interfaces) == 2
    for name in ("etl", "dashboard"):
        interface = interfaces[f"module.{name}.aws_network_interface.this"]
        assert interface["security_groups"] == [group(deployment, name)]


def test_instances_ask_for_a_token_before_they_tell_their_role(deployment: Deployment) -> None:
    instances = deployment.of("aws_instance")
    assert len(instances) == 2
    for values in instances.values():
        (options,) = values["metadata_options"]
        assert (options["http_tokens"], options["http_put_response_hop_limit"]) == ("required", 1)
        assert values["root_block_device"][0]["encrypted"] is True
