"""Runs the graph of a trained model, one component after the other."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class PlainGraphRunner(GraphRunner):
    """In place of Rasa's runner, which plans the same graph anew at each run: two milliseconds of a turn."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[str]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> PlainGraphRunner:
        """A runner for a graph (see parent class)."""
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> PlainGraphRunner:
        """A runner with the components that another one loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The output of each target; ``inputs`` stand for the placeholders of the graph."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        outputs = dict(inputs or {})
        for name in self._orders[wanted]:
            needed = dict.fromkeys(self._schema.nodes[name].needs.values())
            _, outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needed if need in outputs))
        return {target: outputs[target] for target in wanted}

    def _order(self, wanted: tuple[str, ...]) -> list[str]:
        """What these targets need, each after what it needs itself."""
        nodes = self._schema.minimal_graph_schema(list(wanted)).nodes
        needs = {name: node.needs.values() for name, node in nodes.items()}
        return [name for name in TopologicalSorter(needs).static_order() if name in nodes]
