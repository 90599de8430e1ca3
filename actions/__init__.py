"""Custom actions: each reads the tracker, calls one pure function, says the messages and returns events."""
