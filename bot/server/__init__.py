"""The web service around Rasa's Agent: sessions, limits, headers, chat endpoints, health, the page."""
