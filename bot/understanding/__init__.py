"""Understanding what people type: plain functions and models, no Rasa. Rasa's shells stand in bot/extensions."""
