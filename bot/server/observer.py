"""Whoever measures the service is told here what happens in it: how long, and of which kind, never what was said."""

from __future__ import annotations

from aiohttp import web

from bot.voice import Voice


class Observer:
    """Takes no notice; ``bot/server/metrics.py`` has one that does, when METRICS is set."""

    def watch(self, app: web.Application) -> None:
        """Called once, with the whole service."""

    def answered(self, asked: str | None, voice: Voice, seconds: float, waited: float) -> None:
        """A message was answered: what kind it was ("ask_right/rest_time"), in how long, of which how long waiting."""

    def refused(self, status: int) -> None:
        """A request was answered with a status of 400 or above."""
