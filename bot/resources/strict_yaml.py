"""YAML without surprises: double keys are refused and only ``true`` / ``false`` are booleans.

PyYAML keeps the last of two equal keys, reads ``no`` as False and ``010`` as 8; in a list of phone numbers and
languages each of these loses a fact without a word.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses double keys and YAML 1.1 booleans, octals and sexagesimals."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a mapping; raise a YAML error with line number on a key that stands twice."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(None, None, "a key must be plain text", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"double key '{key}'", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """Read a date; raise a YAML error with line number on one that does not exist, such as 31 November."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            problem = f"'{node.value}' is no date: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


_OWN_TAGS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"}
StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _OWN_TAGS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", StrictLoader.construct_yaml_timestamp)
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def read_yaml(path: Path) -> Any:
    """Parse one YAML file strictly. Raises ``yaml.YAMLError`` with the line, or ``UnicodeDecodeError``."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506  (a SafeLoader)
