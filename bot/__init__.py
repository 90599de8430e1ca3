"""Danswijzer: rights, helplines and step plans for dancers in the Netherlands."""
