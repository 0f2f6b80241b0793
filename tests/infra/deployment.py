"""A deployment as Terraform describes it once applied: its resources, and the policies in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]
Statement = dict[str, Any]


@dataclass(frozen=True)
class Deployment:
    """Resources with `address`, `type` and `values`, as `terraform show -json` writes them."""

    resources: list[dict[str, Any]]

    def of(self, kind: str) -> dict[str, Values]:
        """The values of every resource of a type, by address."""
        return {found["address"]: found["values"] for found in self.resources if found["type"] == kind}

    def one(self, kind: str, name: str) -> Values:
        """The values of the one resource of a type whose address contains `name`."""
        (found,) = (values for address, values in self.of(kind).items() if name in address)
        return found

    def policies(self) -> Iterator[tuple[str, Statement]]:
        """Every statement of every policy, with the address of the resource that holds it.

        Actions and resources are lists, however they are written.
        """
        for resource in self.resources:
            for attribute in ("policy", "assume_role_policy"):
                for statement in _statements(resource["values"].get(attribute)):
                    yield resource["address"], statement

    def allowed(self, address: str) -> dict[str, set[str]]:
        """What the policies at an address allow: action to resources."""
        allowed: dict[str, set[str]] = {}
        for place, statement in self.policies():
            if place == address and statement["Effect"] == "Allow":
                for action in statement["Action"]:
                    allowed.setdefault(action, set()).update(statement.get("Resource", ()))
        return allowed


def _statements(policy: object) -> Iterator[Statement]:
    # what AWS would make up is a random word in a simulated state
    if isinstance(policy, str) and policy.startswith("{"):
        for statement in json.loads(policy)["Statement"]:
            lists = {key: _listed(statement[key]) for key in ("Action", "Resource") if key in statement}
            yield {**statement, **lists}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
