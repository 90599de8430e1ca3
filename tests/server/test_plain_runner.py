"""The plain runner gives what Rasa's own runner gives."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.assistant import Assistant
from bot.server.plain_runner import PlainGraphRunner


@pytest.mark.parametrize("text", ["hoe lang mag een repetitiedag duren", "/ask_plan", "whos open now", "🩰"])
def test_reads_a_message_as_rasa_does(assistant: Assistant, text: str) -> None:
    processor = assistant.engine.agent.processor
    assert processor is not None
    plain = processor.graph_runner
    assert isinstance(plain, PlainGraphRunner)
    rasas = DaskGraphRunner.__new__(DaskGraphRunner)
    rasas._graph_schema, rasas._instantiated_nodes, rasas._execution_context = plain._schema, plain._nodes, None

    def read(runner: Any) -> dict[str, Any]:
        tracker = DialogueStateTracker.from_events("someone", [])
        inputs = {"__message__": [UserMessage(text, sender_id="someone")], "__tracker__": tracker}
        target = processor.model_metadata.nlu_target
        message = runner.run(inputs=inputs, targets=[target])[target][0].as_dict(only_output_properties=True)
        return {key: value for key, value in message.items() if key != "message_id"}

    assert read(plain) == read(rasas)


def test_runs_what_is_needed_in_order_and_nothing_else() -> None:
    ran: list[str] = []

    def node(name: str) -> Any:
        def run(*needed: tuple[str, Any]) -> tuple[str, Any]:
            ran.append(name)
            return name, sum(value for _, value in needed) + 1

        return run

    def schema(**needs: str) -> SchemaNode:
        return SchemaNode(needs=needs, uses=object, constructor_name="create", fn="run", config={})  # type: ignore[arg-type]

    graph = GraphSchema(
        {
            "last": schema(a="first", b="second"),
            "second": schema(a="first"),
            "first": schema(a="given"),
            "other": schema(),
        }
    )
    runner = PlainGraphRunner(graph, {name: node(name) for name in graph.nodes})
    assert runner.run({"given": 1}, ["last"]) == {"last": 6}
    assert ran == ["first", "second", "last"]
