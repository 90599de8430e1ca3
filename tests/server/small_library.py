"""A small resource base, just enough to draw the page."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from bot.resources.library import Library
from bot.resources.lists_schema import Coverage, Freshness, Menu, Operator, OtherLanguages, Privacy, SafeBrowsing
from bot.resources.routes_schema import Routes
from bot.resources.schema import Contact, Emergency, Organisation, Words

DAY = date(2026, 11, 21)


def words(text: str) -> Words:
    """The same text in four voices, told apart by the voice before it."""
    return Words(nl=f"nl {text}", en=f"en {text}", nl_kind=f"nl-kind {text}", en_kind=f"en-kind {text}")


def contact(value: str, **more: Any) -> Contact:
    """One verified way to reach someone; a phone unless told otherwise."""
    fields = {"channel": "phone", "value": value, "confidence": "verified", "checked_on": DAY, "sources": ["s"]}
    return Contact(**cast(Any, fields | more))


def organisation(organisation_id: str, name: str, *contacts: Contact, **more: Any) -> Organisation:
    """A helpline with its contacts."""
    fields: dict[str, Any] = {
        "id": organisation_id, "name": name, "kind": "helpline", "does": words("Luistert naar je."), "tags": ["talk"],
        "cannot": words("Kan niet alles."), "for_whom": words("Voor iedereen."), "confidence": "verified",
        "checked_on": DAY, "review_by": DAY, "sources": ["s"], "contacts": list(contacts),
    }  # fmt: skip
    return Organisation(**(fields | more))


def small_library(*more: Organisation) -> Library:
    """Five helplines, a helpline without a number, and whoever is added."""
    day = {name: ["11:00-21:00"] for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    everyone = [
        organisation("alarm_112", "112", contact("112", hours="24/7"), kind="emergency"),
        organisation("zelfmoordpreventie_113", "113", contact("113", hours="24/7"), contact("0800-0113")),
        organisation("centrum_seksueel_geweld", "Centrum Seksueel Geweld", contact("0800-0188", hours="24/7")),
        organisation("kindertelefoon", "De Kindertelefoon", contact("0800-0432", hours=day)),
        organisation("veilig_thuis", "Veilig Thuis", contact("0800-2000")),
        organisation("trusted_adult", "Een volwassene die je vertrouwt"),
        organisation("kunstenbond", "Kunstenbond", contact("https://kunstenbond.nl", channel="website")),
        *more,
    ]
    operator = Operator(title=words("Wie"), known=words("Vraag:"), unknown=words("Onbekend."), proven_by=["operator"])
    help_card = Emergency(
        first=words("Bel 112."), then=words("Er is hulp."), sources=["s"],
        organisations=["alarm_112", "veilig_thuis"], minors=["trusted_adult", "kindertelefoon"],
    )  # fmt: skip
    return Library.of(
        organisations={entry.id: entry for entry in everyone}, rights={}, plans={}, sources={},
        emergencies={"help": help_card}, routes=cast(Routes, None), coverage=Coverage(documents={}, paragraphs=[]),
        freshness=Freshness(crisis_kinds=[], crisis_days=90, other_days=365, warn_days=30),
        menu=Menu(themes=[], child_rights=[], child_plans=[]),
        other_languages=OtherLanguages(lines={}),
        safe_browsing=SafeBrowsing(title=words("Veilig"), sections=[], sources=["s"]),
        privacy=Privacy(title=words("Privacy"), intro=words("Zo."), groups=[], operator=operator, sources=["s"]),
    )  # fmt: skip
