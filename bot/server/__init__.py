"""The web service around Rasa's Agent: sessions, limits, headers, chat endpoints, health, the page."""

from bot.server.lean_imports import leave_out

leave_out()
