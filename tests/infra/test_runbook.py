"""What `infra/aws/README.md` tells a person to type is there to be typed."""

import re

import pytest
from botocore import xform_name
from botocore.session import get_session

from extract_load.cli import COMMANDS
from tests.infra.terraform import CONFIGURATION, REPOSITORY

README = (CONFIGURATION / "README.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
TERRAFORM = "\n".join(path.read_text(encoding="utf-8") for path in CONFIGURATION.rglob("*.tf"))
FENCE = r"```(\w+)\n(.*?)```"
CHOSEN = "-var-file=environments/production.tfvars"


def spans() -> list[str]:
    """Everything that is set as code, each on one line."""
    blocks = [text for language, text in re.findall(FENCE, README, re.DOTALL) if language == "bash"]
    fenced = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    inline = re.findall(r"`([^`]+)`", re.sub(FENCE, "", README, flags=re.DOTALL))
    return [re.sub(r"\s+", " ", re.sub(r"\s# .*", "", text)).strip() for text in [*fenced, *inline]]


def found(pattern: str) -> list[tuple[str, ...]]:
    """The groups of a pattern wherever it is in code; a pattern that finds nothing guards nothing."""
    groups = [match.groups() for span in spans() for match in re.finditer(pattern, span)]
    assert groups, pattern
    return groups


def declared(kind: str) -> set[str]:
    return set(re.findall(rf'^{kind} "(\w+)"', TERRAFORM, re.MULTILINE))


def test_every_target_of_make_is_there_with_its_variables() -> None:
    for target, more in found(r"\bmake ([a-z-]+(?: [a-z-]+)*)((?: [A-Z_]+=\S+)*)"):
        known = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))
        assert set(target.split()) <= known, target
        for variable in re.findall(r"([A-Z_]+)=", more):
            assert f"$({variable})" in MAKEFILE, variable


def test_every_name_of_terraforms_is_declared() -> None:
    variables, outputs = declared("variable"), declared("output")
    assert {name for (name,) in found(r"terraform output (?:-raw |-json )?(\w+)")} <= outputs
    assert {name for (name,) in found(r"^([a-z]+(?:_[a-z]+)*) = ")} <= variables
    models = {path.stem for path in (REPOSITORY / "dbt_project" / "models").rglob("*.sql")}
    fields = set(re.findall(r"^\s+(\w+)\s+= optional\(", TERRAFORM, re.MULTILINE))
    schemas = {"marts_next"}
    words = {name for (name,) in found(r"^([a-z]+(?:_[a-z]+)+)$")}
    assert words - variables - fields - outputs - models - schemas == set()


def test_every_place_that_is_replaced_is_a_resource_of_a_module() -> None:
    for module, kind, name in found(r"module\.(\w+)\.(\w+)\.(\w+)"):
        assert re.search(rf'^module "{module}"', TERRAFORM, re.MULTILINE)
        assert f'resource "{kind}" "{name}"' in TERRAFORM


def test_a_command_that_needs_the_choices_is_told_them() -> None:
    for (command,) in found(r"^((?:.* )?terraform (?:plan|apply|import|destroy) .*)"):
        assert CHOSEN in command or command.endswith(" deploy.tfplan"), command
    assert (CONFIGURATION / CHOSEN.partition("=")[2]).exists()


def test_every_file_that_is_named_is_there() -> None:
    files = {path.name for path in CONFIGURATION.rglob("*")}
    for (name,) in found(r"^([\w-]+\*?\.(?:tf|sh|py))$"):
        assert [file for file in files if re.fullmatch(name.replace("*", ".*"), file)], name


def test_every_unit_and_every_command_on_an_instance_is_there() -> None:
    units = {path.stem for path in (CONFIGURATION / "instances" / "units").rglob("bellwether-*")}
    named = found(r"(?:systemctl|journalctl) [^`]*?(bellwether-[a-z]+)")
    assert {unit for (unit,) in named} <= units
    assert {command for (command,) in found(r"sudo bellwether ([a-z]+)")} <= {*COMMANDS}


def test_every_secret_that_is_put_is_one_of_the_deployments() -> None:
    for (secret,) in found(r"--secret-id bellwether-production/(\w+)"):
        assert f'["{secret}"]' in (CONFIGURATION / "secrets.tf").read_text(encoding="utf-8")


def test_every_call_of_aws_is_an_operation_with_the_options_that_it_has() -> None:
    of_the_client = {"query", "output", "cli-binary-format"}
    by_itself = {("s3", "ls"), ("logs", "tail")}  # of the AWS CLI's own making
    for service, operation, rest in found(r"\baws ([a-z0-9-]+) ([a-z0-9-]+)((?:[^`$()|]|\$\([^)]*\))*)"):
        if (service, operation) in by_itself:
            continue
        model = get_session().get_service_model(service.removesuffix("api"))
        named = {xform_name(name, "-"): name for name in model.operation_names}
        assert operation in named, f"aws {service} {operation}"
        shape = model.operation_model(named[operation]).input_shape
        known = {xform_name(name, "-") for name in shape.members} if shape else set()
        given = set(re.findall(r"--([a-z-]+)", re.sub(r"\$\([^)]*\)", "", rest)))
        assert given - known - of_the_client == set(), f"aws {service} {operation}"


@pytest.mark.parametrize("name", ["deploy", "drift"])
def test_every_variable_that_a_workflow_reads_is_named(name: str) -> None:
    workflow = (REPOSITORY / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    for variable in re.findall(r"vars\.(\w+)", workflow):
        assert f"`{variable}`" in README
