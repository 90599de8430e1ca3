"""What Rasa loads by dotted path: thin shells around plain functions of the floors below."""
