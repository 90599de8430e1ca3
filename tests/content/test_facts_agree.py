"""The numbers people see, written down a second time: a typo in the resource base cannot pass unseen.

Whoever changes a number in ``bot/content/organisations`` changes it here too, from the source and not by copying.
"""

from __future__ import annotations

import pytest

from bot.resources.library import Library
from bot.resources.schema import Organisation

PHONES = {
    "alarm_112": ["112"],
    "centrum_seksueel_geweld": ["0800-0188"],
    "cultuur_oost": ["026-3519029"],
    "cvsn": ["0900-2025590"],
    "helpwanted": ["020-2615275"],
    "huis_voor_klokkenluiders": ["088-1331000"],
    "in_je_bol": ["0800-0450"],
    "kindertelefoon": ["0800-0432"],
    "luisterlijn": ["088-0767000"],
    "mind_hulplijn": ["0900-1450"],
    "perspectief_herstelbemiddeling": ["030-2340045"],
    "politie": ["0900-8844"],
    "slachtofferhulp": ["0900-0101"],
    "veilig_thuis": ["0800-2000"],
    "vertrouwensinspecteur": ["0900-1113111"],
    "zelfmoordpreventie_113": ["113", "0800-0113"],
}
DAY_AND_NIGHT = {"alarm_112", "centrum_seksueel_geweld", "luisterlijn", "veilig_thuis", "zelfmoordpreventie_113"}
EVERY_DAY_11_TO_21 = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ["11:00-21:00"])
WORKDAYS_8_TO_17 = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ["08:00-17:00"])
FREE_TO_CALL = {"alarm_112", "centrum_seksueel_geweld", "kindertelefoon", "veilig_thuis"}


def phones(organisation: Organisation) -> list[str]:
    return [contact.value for contact in organisation.contacts if contact.channel == "phone"]


def test_every_published_number_is_in_the_table_and_the_other_way_round(library: Library) -> None:
    published = {key: phones(entry) for key, entry in library.organisations.items() if phones(entry)}
    assert published == PHONES


@pytest.mark.parametrize(("organisation", "numbers"), PHONES.items())
def test_the_first_number_is_the_one_that_is_shown(library: Library, organisation: str, numbers: list[str]) -> None:
    assert library.phone(organisation) == numbers[0]


def test_only_these_lines_are_said_to_be_open_day_and_night(library: Library) -> None:
    found = {key for key, entry in library.organisations.items() if any(c.hours == "24/7" for c in entry.contacts)}
    assert found == DAY_AND_NIGHT


@pytest.mark.parametrize("organisation", sorted(DAY_AND_NIGHT))
def test_a_line_open_day_and_night_can_be_phoned(library: Library, organisation: str) -> None:
    contacts = library.organisations[organisation].contacts
    assert {contact.hours for contact in contacts if contact.channel == "phone"} == {"24/7"}


@pytest.mark.parametrize(
    ("organisation", "hours"),
    [("kindertelefoon", EVERY_DAY_11_TO_21), ("vertrouwensinspecteur", WORKDAYS_8_TO_17)],
)
def test_opening_hours_of_well_known_lines(library: Library, organisation: str, hours: dict[str, list[str]]) -> None:
    contact = next(contact for contact in library.organisations[organisation].contacts if contact.channel == "phone")
    assert contact.hours == hours


@pytest.mark.parametrize("organisation", sorted(FREE_TO_CALL))
def test_a_line_said_to_be_free_is_free(library: Library, organisation: str) -> None:
    assert library.organisations[organisation].cost == "free"


def test_a_0900_number_is_never_called_free(library: Library) -> None:
    paid = [key for key, numbers in PHONES.items() if any(number.startswith("0900") for number in numbers)]
    assert [key for key in paid if library.organisations[key].cost == "free"] == []
