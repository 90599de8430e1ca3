"""Who we speak to: the four voices and the rules for choosing one."""

from __future__ import annotations

from enum import Enum


class Voice(str, Enum):
    """A language plus a register. The value is also the gettext locale and the key in content files."""

    NL = "nl"
    EN = "en"
    NL_KIND = "nl@kind"
    EN_KIND = "en@kind"

    @property
    def own_name(self) -> str:
        """What the voice is called by those it is for."""
        return {"nl": "Nederlands", "en": "English", "nl@kind": "Voor kinderen", "en@kind": "For kids"}[self.value]

    @property
    def slug(self) -> str:
        """The voice in an address: "nl-kids"."""
        return self.value.replace("@kind", "-kids")

    @property
    def language(self) -> str:
        """Two-letter language code, fit for an HTML ``lang`` attribute."""
        return self.value[:2]

    @property
    def is_child(self) -> bool:
        """True for the register that a child of about nine can read (A2)."""
        return self.value.endswith("@kind")

    @classmethod
    def of(cls, language: str, child: bool = False) -> Voice:
        """The voice for a language code ("nl", "en") in the adult or the child register."""
        return cls(f"{language}@kind" if child else language)

    @classmethod
    def parse(cls, value: object, default: Voice | None = None) -> Voice:
        """Read a voice from a slot or a request; anything unknown gives ``default`` (Dutch)."""
        try:
            return cls(value)
        except ValueError:
            return default or cls.NL


VOICES: tuple[Voice, ...] = tuple(Voice)
