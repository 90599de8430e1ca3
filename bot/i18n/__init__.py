"""The bot's own words in the person's voice: gettext catalogues, read and checked with Babel."""

from bot.i18n.catalogue import tr

__all__ = ["tr"]
