"""YAML without surprises: plain keys and values, nothing else that YAML can do.

PyYAML keeps the last of two equal keys, reads ``no`` as False and ``010`` as 8; in a list of phone numbers and
languages each of these loses a fact without a word. Anchors, aliases and tags are refused: no entry needs them, and a
few lines of aliases can fill all memory.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 1024 * 1024
"""Many times the largest file there is."""
_DEEPEST = 30


class StrictLoader(yaml.composer.Composer, yaml.CSafeLoader):
    """SafeLoader that refuses double keys, references, tags, and YAML 1.1 booleans, octals and sexagesimals.

    Letters become events in C, which is five times as fast; what becomes of the events is decided here.
    """

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        yaml.composer.Composer.__init__(self)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Read the next value; raise a YAML error with line number for anything but a plain one."""
        event: Any = self.peek_event()
        name = getattr(event, "anchor", None)
        if name is not None:
            raise yaml.composer.ComposerError(None, None, f"a reference ('{name}') is not read", event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise yaml.composer.ComposerError(None, None, f"a tag ('{event.tag}') is not read", event.start_mark)
        if self._depth >= _DEEPEST:
            raise yaml.composer.ComposerError(None, None, "values stand too deep inside others", event.start_mark)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Make a value; raise a YAML error with line number on one that cannot be made, such as half a character."""
        try:
            value = super().construct_object(node, deep)
            if isinstance(value, str):
                value.encode()
        except (ValueError, OverflowError) as error:
            problem = f"'{ascii(node.value)[:40]}' cannot be read: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error
        return value

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
        except (ValueError, OverflowError) as error:
            problem = f"'{node.value}' is no date: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


_OWN_TAGS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:merge"}
StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _OWN_TAGS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", StrictLoader.construct_yaml_timestamp)
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def read_yaml(path: Path) -> Any:
    """Parse one YAML file strictly. Raises ``yaml.YAMLError`` with the line, ``UnicodeDecodeError`` or ``OSError``."""
    if path.stat().st_size > MOST_BYTES:
        raise yaml.YAMLError(f"the file is larger than {MOST_BYTES // 1024} kB")
    return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506  (a SafeLoader)
