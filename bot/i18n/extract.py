"""Babel extractors: sentences in the code, also inside f-strings (Babel's own misses those), and in domain.yml."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

import yaml


def extract_python(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function, text, comments) for each ``tr(voice, "text")``."""
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr" and len(node.args) > 1:
            text = node.args[1]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield node.lineno, "", text.value, []


def extract_domain(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function, text, comments) for each text and button title under ``responses``."""
    root = yaml.compose(fileobj.read().decode("utf-8"), Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    responses = next(value for key, value in root.value if key.value == "responses")
    seen = set()
    for node in _texts(responses):
        text = node.value.strip()
        if text not in seen:
            seen.add(text)
            yield node.start_mark.line + 1, "", text, []


def _texts(node: Any) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in ("text", "title") and isinstance(value, yaml.ScalarNode):
                yield value
            else:
                yield from _texts(value)
