"""The frozen resource base, looked up by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.resources.lists_schema import Coverage, Freshness, Menu, OtherLanguages, Privacy, SafeBrowsing
from bot.resources.routes_schema import Routes
from bot.resources.schema import Emergency, Entry, Organisation, Plan, Right, Source


@dataclass(frozen=True, eq=False)
class Library:
    """Everything the assistant may state. Mappings are read-only, entries are frozen; two libraries are never equal."""

    organisations: Mapping[str, Organisation]
    rights: Mapping[str, Right]
    plans: Mapping[str, Plan]
    emergencies: Mapping[str, Emergency]
    sources: Mapping[str, Source]
    routes: Routes
    coverage: Coverage
    freshness: Freshness
    menu: Menu
    other_languages: OtherLanguages
    safe_browsing: SafeBrowsing
    privacy: Privacy

    @classmethod
    def of(
        cls,
        *,
        organisations: dict[str, Organisation],
        rights: dict[str, Right],
        plans: dict[str, Plan],
        emergencies: dict[str, Emergency],
        sources: dict[str, Source],
        routes: Routes,
        coverage: Coverage,
        freshness: Freshness,
        menu: Menu,
        other_languages: OtherLanguages,
        safe_browsing: SafeBrowsing,
        privacy: Privacy,
    ) -> Library:
        """Freeze plain dictionaries into a library."""
        return cls(
            organisations=MappingProxyType(dict(organisations)),
            rights=MappingProxyType(dict(rights)),
            plans=MappingProxyType(dict(plans)),
            emergencies=MappingProxyType(dict(emergencies)),
            sources=MappingProxyType(dict(sources)),
            routes=routes,
            coverage=coverage,
            freshness=freshness,
            menu=menu,
            other_languages=other_languages,
            safe_browsing=safe_browsing,
            privacy=privacy,
        )

    def files(self) -> Iterator[tuple[str, Entry]]:
        """Every entry with texts, and the file it stands in ("rights/breaks.yml", "emergencies.yml: now")."""
        yield from ((f"{path}.yml", entry) for path, entry in self.entries())
        yield from ((f"emergencies.yml: {key}", entry) for key, entry in self.emergencies.items())
        yield "routes.yml", self.routes
        yield "menu.yml", self.menu
        yield "safe_browsing.yml", self.safe_browsing
        yield "privacy.yml", self.privacy

    def entries(self) -> Iterator[tuple[str, Organisation | Right | Plan]]:
        """Everything that can be asked for, by its path ("rights/breaks")."""
        yield from ((f"organisations/{key}", entry) for key, entry in self.organisations.items())
        yield from ((f"rights/{key}", entry) for key, entry in self.rights.items())
        yield from ((f"plans/{key}", entry) for key, entry in self.plans.items())

    def entry(self, path: str) -> Organisation | Right | Plan | None:
        """The entry at "rights/breaks", or None."""
        folder, _, entry_id = path.partition("/")
        if folder == "organisations":
            return self.organisations.get(entry_id)
        if folder == "rights":
            return self.rights.get(entry_id)
        return self.plans.get(entry_id) if folder == "plans" else None

    def phone(self, organisation_id: str) -> str | None:
        """The number of an organisation that may be shown, or None."""
        contacts = self.organisations[organisation_id].contacts
        return next((contact.value for contact in contacts if contact.channel == "phone"), None)

    def summary(self) -> str:
        """One line for the start of the service: how much was loaded."""
        return (
            f"{len(self.organisations)} organisations, {len(self.rights)} rights, {len(self.plans)} plans, "
            f"{len(self.routes.routes)} routes, {len(self.sources)} sources"
        )
