"""Decisions: pure functions over the frozen library. No Rasa, no network, no words for people."""
