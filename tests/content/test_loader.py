"""Each mistake an editor can make gives one line with file and key, and nothing is loaded.

``small/`` is a complete small resource base; each test copies it and changes one thing. Every line has a remedy.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.resources import desk_checks
from bot.resources.__main__ import main
from bot.resources.loader import ContentError, load, problems_of
from bot.resources.remedies import _table, remedy
from bot.resources.strict_yaml import read_yaml

SMALL = Path(__file__).parent / "small"
TODAY = date(2026, 11, 21)

RIGHT = "rights/rest_time.yml"
PLAN = "plans/long_hours.yml"
UNION = "organisations/kunstenbond.yml"
CHILDLINE = "organisations/kindertelefoon.yml"
ALARM = "organisations/alarm_112.yml"
ROUTES = "routes.yml"
EMERGENCIES = "emergencies.yml"
LEAFLET = "sources/leaflet.yml"
MENU = "menu.yml"
COVERAGE = "coverage.yml"
FRESHNESS = "freshness.yml"
SAFE = "safe_browsing.yml"
PRIVACY = "privacy.yml"

LONG_NL = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien ja"
HARD_NL = (
    "Vertrouwenscontactpersonen inventariseren arbeidsomstandigheden, verantwoordelijkheden en bevoegdheden. "
    "Medezeggenschapsorganen beoordelen vertrouwelijkheidsverplichtingen en rechtsbijstandsmogelijkheden. "
    "Klachtencommissies publiceren jaarverslagen over ongewenste omgangsvormen en integriteitsschendingen. "
    "Toezichthouders controleren bedrijfsvoering en gedragscodes."
)
HARD_EN_KIND = (
    "Confidential advisers evaluate organisational responsibilities. Professional institutions investigate allegations "
    "independently. Independent committees recommend appropriate disciplinary consequences. Everybody participates "
    "voluntarily and confidentially."
)
LONG_ON_AVERAGE = (
    "Je mag het op een blad of in een schrift doen. Je mag het ook aan een grote laten zien. "
    "Als je dat nu niet wil dan hoeft dat ook niet."
)
LONG_KIND = "een twee drie vier vijf zes zeven acht negen tien elf twaalf ja"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL, tmp_path / "content")


def change(content: Path, file: str, old: str, new: str) -> None:
    """Replace one passage of a file; the passage must stand in it exactly once."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(content: Path, today: date | None = TODAY) -> list[str]:
    with pytest.raises(ContentError) as error:
        load(content, today)
    return error.value.problems


def test_the_small_resource_base_is_right(content: Path) -> None:
    assert list(problems_of(content, TODAY)) == []


# name: (file, what stands there, what is typed instead, key that the line names, what the line says)
MISTAKES = {
    "unknown key": (UNION, "kind: union", "kind: union\nfone: x", "(top)", "unknown field `fone`"),
    "unknown key inside": (ALARM, 'value: "112"', 'value: "112"\n  fax: x', "contacts[0]", "unknown field `fax`"),
    "missing key": (UNION, "kind: union\n", "", "(top)", "missing required field `kind`"),
    "wrong type": (UNION, "adults_only: true", "adults_only: ja", "adults_only", "Expected `bool`"),
    "not a known value": (UNION, "tags: [advice, legal]", "tags: [gossip]", "tags[0]", "Invalid enum value 'gossip'"),
    "number where a list belongs": (ALARM, "tags: [emergency]", "tags: 3", "tags", "Expected `array`, got `int`"),
    "double key": (UNION, "kind: union", "kind: union\nname: Another", "line 4", "double key 'name'"),
    "double key inside": (RIGHT, '"5.5": agreement', '"5,5": agreement', "line 22", "double key '5,5'"),
    "key that is a list": (UNION, "kind: union", "kind: union\n? [a]\n: b", "line 4", "plain text"),
    "bad YAML": (RIGHT, "id: rest_time", "id: [rest_time", "line 2", "expected ',' or ']'"),
    "tab": (RIGHT, "  nl: Heb ik", "\tnl: Heb ik", "line 3", "cannot start any token"),
    "date that does not exist": (
        UNION,
        "review_by: 2027-05-21",
        "review_by: 2027-02-30",
        "line 29",
        "'2027-02-30' is no date",
    ),
    "word where a date belongs": (UNION, "review_by: 2027-05-21", "review_by: soon", "review_by", "Invalid RFC3339"),
    "right without that organisation": (RIGHT, "ask: [kunstenbond]", "ask: [bond]", "ask", "no organisation 'bond'"),
    "right without anyone to ask": (RIGHT, "ask: [kunstenbond]", "ask: []", "ask", "at least one organisation"),
    "right without that plan": (RIGHT, "plan: long_hours", "plan: long_hour", "plan", "no plan 'long_hour'"),
    "right without that behaviour": (RIGHT, "behaviour: hours_rest", "behaviour: rest", "behaviour", "'rest'"),
    "right without that source": (RIGHT, "sources: [agreement]", "sources: [cao]", "sources", "no source 'cao'"),
    "number without that source": (RIGHT, '"5.5": agreement', '"5.5": cao', "numbers.5.5", "no source 'cao'"),
    "basis without that source": (RIGHT, "source: agreement", "source: cao", "basis[0].source", "no source 'cao'"),
    "contact without that source": (
        CHILDLINE,
        "sources: [leaflet]\n  hours",
        "sources: [flyer]\n  hours",
        "contacts[0].sources",
        "no source 'flyer'",
    ),
    "plan without that organisation": (PLAN, "who: [kunstenbond]", "who: [bond]", "steps[1].who", "'bond'"),
    "step without source or own": (
        PLAN,
        "\n  sources: [agreement]\nlimits",
        "\nlimits",
        "steps[1].sources",
        "own: true",
    ),
    "step of no variant": (
        PLAN,
        "  who: [kunstenbond]",
        "  variant: pay\n  who: [kunstenbond]",
        "steps[1].variant",
        "not one of the variants",
    ),
    "route without that organisation": (ROUTES, "then: [kunstenbond]", "then: [bond]", "routes[0].then", "'bond'"),
    "route without that plan": (ROUTES, "plan: long_hours", "plan: hours", "hours: plan", "no plan 'hours'"),
    "route with that id already": (ROUTES, "- id: rest\n", "- id: hours\n", "hours", "this id stands twice"),
    "route without that value": (ROUTES, "behaviour: [work]", "behaviour: [play]", "hours: when.behaviour", "'play'"),
    "route without that dimension": (
        ROUTES,
        "  when: {}",
        "  when: {mood: [bad]}",
        "rest: when",
        "no dimension 'mood'",
    ),
    "override without that value": (ROUTES, "danger: [now]", "danger: [soon]", "danger: when.danger", "'soon'"),
    "addition without that organisation": (
        ROUTES,
        "    then: [kindertelefoon]",
        "    then: [childline]",
        "overrides[0].add_if[0].then",
        "no organisation 'childline'",
    ),
    "group of other values": (ROUTES, "work: [hours_rest]", "work: [hours_rest, pay]", "groups.work", "one dimension"),
    "question without that answer": (
        ROUTES,
        "    hours_rest:\n",
        "    pay:\n",
        "questions.behaviour",
        "no value ['pay']",
    ),
    "want without that value": (ROUTES, "want: [talk, unknown]", "want: [talk]", "want", "every value"),
    "demote without that group": (
        ROUTES,
        "unless_behaviour: work",
        "unless_behaviour: wrok",
        "demote.unless_behaviour",
        "no group 'wrok'",
    ),
    "night without that organisation": (ROUTES, "minor: alarm_112}", "minor: nobody}", "night.minor", "'nobody'"),
    "card without that organisation": (EMERGENCIES, "minors: [kindertelefoon]", "minors: [x]", "now: minors", "'x'"),
    "missing child voice": (RIGHT, "  nl@kind: Mag ik rusten?\n", "", "title", "missing required field `nl@kind`"),
    "missing English": (EMERGENCIES, '    en: "Go to other people."\n', "", "now: then", "missing required field `en`"),
    "unknown voice": (PLAN, "  nl@kind: Ik ben moe\n", "  nl@kids: Ik ben moe\n", "title", "unknown field `nl@kids`"),
    "empty text": (PLAN, "  nl@kind: Ik ben moe\n", "  nl@kind: ' '\n", "title.nl@kind", "the text is empty"),
    "phone that is not quoted": (ALARM, 'value: "112"', "value: 112", "contacts[0].value", "Expected `str`, got `int`"),
    "number without a source": (RIGHT, "na 5,5 uur", "na 6 uur", "answer.nl", "number 6 has no source"),
    "number in a plan": (PLAN, "Zorg eerst", "Zorg 10 minuten", "summary.nl", "number 10 has no source"),
    "number in a route": (
        ROUTES,
        "Praten mag altijd.\n    en: You",
        "Bel 116.\n    en: You",
        "routes[1].why.nl",
        "116",
    ),
    "phone number typed into a text": (
        EMERGENCIES,
        'nl: "In gevaar? Bel {phone:alarm_112}."',
        'nl: "In gevaar? Bel 112."',
        "now.first.nl",
        "number 112 has no source",
    ),
    "number that only another entry knows": (UNION, "nl: Geen spoed.", "nl: Vanaf 18 jaar.", "cannot.nl", "number 18"),
    "link in a text": (PLAN, "Vraag de vakbond.", "Kijk op https://kunstenbond.nl.", "steps[1].text.nl", "a link"),
    "web address in a text": (PLAN, "Vraag de vakbond.", "Kijk op www.kunstenbond.nl.", "steps[1].text.nl", "a link"),
    "sentence too long": (PLAN, "Schrijf je uren op.", LONG_NL, "steps[0].text.nl", "18 words (at most 17 for nl)"),
    "sentence too long for a child": (
        PLAN,
        "nl@kind: Schrijf op hoe lang je danst.",
        f"nl@kind: {LONG_KIND}",
        "steps[0].text.nl@kind",
        "13 words (at most 12 for nl@kind)",
    ),
    "forbidden phrase": (PLAN, "Zorg eerst voor jezelf.", "Het komt goed.", "summary.nl", "never says"),
    "forbidden English phrase": (PLAN, "Tell a grown-up.", "Are you sure?", "summary.en@kind", "never says"),
    "file name that is not the id": (RIGHT, "id: rest_time", "id: rest", "id", "must be the name of the file"),
    "phone of no organisation": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel {phone:x}",
        "{phone:x}",
        "",
    ),
    "phone of an organisation without one": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel {phone:kunstenbond}",
        "{phone:kunstenbond}",
        "no organisation with that id has such a phone number",
    ),
    "second number of an organisation with one": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel {phone:kindertelefoon/2}",
        "{phone:kindertelefoon/2}",
        "no organisation with that id has such a phone number",
    ),
    "space in a phone placeholder": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel {phone: kindertelefoon}",
        "{phone: kindertelefoon}",
        "only {phone:<organisation id>} may stand in braces",
    ),
    "phone number hidden in braces": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel {0800-1234}",
        "{0800-1234}",
        "only {phone:<organisation id>} may stand in braces",
    ),
    "phone placeholder without quotes": (
        RIGHT,
        "'Ja, je mag rusten. Bel de Kindertelefoon: {phone:kindertelefoon}.'",
        "{phone:kindertelefoon}",
        "answer.nl@kind",
        "Expected `str`, got `object`",
    ),
    "hours that do not exist": (CHILDLINE, "11:00-21:00", "11:00-25:00", "contacts[0].hours.mon", "'11:00-25:00'"),
    "hours without minutes": (CHILDLINE, "11:00-21:00", "9-17", "contacts[0].hours.mon", "not HH:MM-HH:MM"),
    "day that does not exist": (CHILDLINE, "mon: [", "monday: [", "contacts[0].hours", "Invalid enum value 'monday'"),
    "hours in words": (ALARM, 'hours: "24/7"', "hours: always", "contacts[0].hours", "Invalid enum value 'always'"),
    "until before starts": (RIGHT, "until: 2026-12-31", "until: 2024-12-31", "basis: Cao 4.2", "lies before starts"),
    "review date that has passed": (UNION, "2027-05-21", "2026-11-20", "review_by", "2026-11-20 has passed"),
    "plan due for review": (PLAN, "2027-05-21", "2026-11-20", "review_by", "2026-11-20 has passed"),
    "checked tomorrow": (RIGHT, "checked_on: 2026-11-21", "checked_on: 2026-11-22", "checked_on", "in the future"),
    "contact checked tomorrow": (
        UNION,
        "checked_on: 2026-11-21\n  sources",
        "checked_on: 2026-11-22\n  sources",
        "contacts[0].checked_on",
        "in the future",
    ),
    "crisis number reviewed too late": (ALARM, "2027-02-19", "2027-02-20", "review_by", "2027-02-19 at the latest"),
    "entry reviewed too late": (UNION, "2027-05-21", "2027-11-22", "review_by", "2027-11-21 at the latest"),
    "right reviewed after its CAO ends": (
        RIGHT,
        "review_by: 2026-12-31",
        "review_by: 2027-01-01",
        "review_by",
        "2026-12-31 at the latest",
    ),
    "number of another organisation": (
        RIGHT,
        "Bel de Kindertelefoon: {phone:kindertelefoon}",
        "Bel de Kindertelefoon: {phone:alarm_112}",
        "answer.nl@kind",
        "gives 112, the number of 'alarm_112'",
    ),
    "the same number for two": (CHILDLINE, '"0800-0432"', '"112"', "contacts[0].value", "is the number of 'alarm_112'"),
    "adults-only point in a text for children": (
        PLAN,
        "nl@kind: Vraag hulp aan een grote.",
        "nl@kind: Vraag hulp aan de Kunstenbond.",
        "steps[1].text.nl@kind",
        "'kunstenbond', which is only for adults",
    ),
    "reads too hard": (PLAN, "nl: Vraag de vakbond.", f"nl: {HARD_NL}", "steps[1].text.nl", "reads too hard"),
    "reads too hard for a child": (
        PLAN,
        "en@kind: Ask a grown-up for help.",
        f"en@kind: {HARD_EN_KIND}",
        "steps[1].text.en@kind",
        "at least 75 for A2",
    ),
    "sentences too long on average": (
        PLAN,
        "nl@kind: Schrijf op hoe lang je danst.",
        f"nl@kind: {LONG_ON_AVERAGE}",
        "steps[0].text.nl@kind",
        "on average, at most 9",
    ),
    "promise of secrecy": (PLAN, "Zorg eerst voor jezelf.", "Dit blijft geheim.", "summary.nl", "never says"),
    "wrong weekday": (
        RIGHT,
        "ask: [kunstenbond]\nnumbers:\n",
        "ask: [kunstenbond]\nnot_confirmed: {nl: Gezien op maandag 21 november 2026., en: Seen., nl@kind: Ja., "
        'en@kind: Yes.}\nnumbers:\n  "21": agreement\n  "2026": agreement\n',
        "not_confirmed.nl",
        "falls on another weekday",
    ),
    "closes before it opens": (CHILDLINE, "11:00-21:00", "21:00-11:00", "contacts[0].hours.mon", "closes before"),
    "hours that overlap": (
        CHILDLINE,
        '["11:00-21:00"]',
        '["11:00-21:00", "20:00-22:00"]',
        "contacts[0].hours.mon",
        "overlap",
    ),
    "hours past midnight": (CHILDLINE, "11:00-21:00", "11:00-24:30", "contacts[0].hours.mon", "not HH:MM-HH:MM"),
    "variant that rests on nothing": (
        RIGHT,
        "  until: 2026-12-31\nanswer:",
        "  until: 2026-12-31\n  applies_to: [employee]\nvariants:\n- applies_to: [zzp]\n"
        "  answer: {nl: Nee., en: No., nl@kind: Nee., en@kind: No.}\nanswer:",
        "variants[0].applies_to",
        "no basis row fits 'zzp'",
    ),
    "folder that does not exist": (
        COVERAGE,
        "organisations/kunstenbond",
        "organisation/kunstenbond",
        "000 1.1",
        "no entry 'organisation/kunstenbond'",
    ),
    "right in no theme": (MENU, "  rights: [rest_time]", "  rights: []", "themes", "'rest_time' stands nowhere"),
    "right in the menu twice": (
        MENU,
        "  rights: [rest_time]",
        "  rights: [rest_time, rest_time]",
        "themes",
        "'rest_time' stands twice",
    ),
    "menu without that right": (MENU, "child_rights: [rest_time]", "child_rights: [rest]", "", "no right 'rest'"),
    "menu without that plan": (MENU, "[long_hours]", "[hours]", "child_plans", "no plan 'hours'"),
    "safe browsing from no source": (SAFE, "sources: [leaflet]", "sources: [folder]", "sources", "no source 'folder'"),
    "safe browsing in three voices": (SAFE, ", en@kind: Safe here", "", "title", "missing"),
    "privacy line that nothing proves": (
        PRIVACY,
        "proven_by: [law]",
        "proven_by: []",
        "groups[1].lines[0].proven_by",
        "nothing proves this",
    ),
    "privacy line proven by a word of one's own": (
        PRIVACY,
        "proven_by: [law]",
        "proven_by: [trust]",
        "groups[1].lines[0].proven_by",
        "'trust' is no test and none of advice, law",
    ),
    "privacy line proven by a file": (
        PRIVACY,
        "::test_nothing_of_the_words_is_kept]",
        "]",
        "groups[0].lines[0].proven_by",
        "is no test",
    ),
    "privacy from no source": (PRIVACY, "sources: [leaflet]", "sources: [folder]", "sources", "no source 'folder'"),
    "covered by no entry": (
        COVERAGE,
        "organisations/kunstenbond",
        "organisations/bond",
        "000 1.1",
        "no entry 'organisations/bond'",
    ),
    "paragraph that nothing answers": (
        COVERAGE,
        "  names: {Kunstenbond: organisations/kunstenbond}\n",
        "",
        "000 1.1",
        "name the entries",
    ),
    "paragraph of no document": (
        COVERAGE,
        'document: "000"\n  paragraph: "1.1"',
        'document: "002"\n  paragraph: "1.1"',
        "002 1.1",
        "no document '002'",
    ),
    "several numbers in one text": (
        PLAN,
        "Vraag de vakbond.",
        "Bel om 9 uur.",
        "steps[1].text.nl",
        "number 9 has no source",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "key", "says"), MISTAKES.values(), ids=MISTAKES.keys())
def test_one_mistake_gives_one_line_with_file_and_key(
    content: Path, file: str, old: str, new: str, key: str, says: str
) -> None:
    change(content, file, old, new)
    found = problems(content)
    assert len(found) == 1, found
    assert found[0].startswith(f"{file}: ")
    assert "\n" not in found[0]
    assert key in found[0].removeprefix(f"{file}: ")
    assert says in found[0]
    assert remedy(found[0])


@pytest.mark.parametrize("file", [ROUTES, EMERGENCIES, MENU, COVERAGE, FRESHNESS, SAFE])
def test_a_missing_file_is_named(content: Path, file: str) -> None:
    (content / file).unlink()
    assert problems(content) == [f"{file}: the file is missing"]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n"], ids=["empty", "list", "words"])
@pytest.mark.parametrize("file", [RIGHT, LEAFLET, ROUTES, EMERGENCIES, MENU])
def test_a_file_that_holds_no_keys_is_named(content: Path, file: str, text: str) -> None:
    (content / file).write_text(text, encoding="utf-8")
    assert problems(content) == [f"{file}: (top): the file must hold keys and values"]


@pytest.mark.parametrize("file", ["organisations/new.yaml", "organisation/new.yml", "rights/more/new.yml", "new.yml"])
def test_a_file_where_nothing_is_read_is_named(content: Path, file: str) -> None:
    (content / file).parent.mkdir(exist_ok=True)
    (content / file).write_text("id: new\n", encoding="utf-8")
    assert problems(content) == [f"{file}: the file stands where nothing is read (folder/name.yml)"]


def test_a_file_that_is_not_utf8_is_named(content: Path) -> None:
    (content / RIGHT).write_bytes("id: café".encode("latin-1"))
    (line,) = problems(content)
    assert line.startswith(f"{RIGHT}: 'utf-8' codec")


def test_a_source_in_two_files_is_named(content: Path) -> None:
    shutil.copy(content / LEAFLET, content / "sources" / "other.yml")
    assert problems(content) == ["sources/other.yml: leaflet: this source stands in another file too"]


def test_a_source_without_an_address_is_named(content: Path) -> None:
    change(content, LEAFLET, "  url: https://example.org/leaflet\n", "")
    assert problems(content) == [f"{LEAFLET}: leaflet: (top): Object missing required field `url`"]


def test_a_source_checked_tomorrow_is_named(content: Path) -> None:
    change(content, LEAFLET, "checked_on: 2026-11-21", "checked_on: 2026-11-22")
    (line,) = problems(content)
    assert line.startswith("sources")
    assert "leaflet: checked_on 2026-11-22 lies in the future" in line


def test_an_organisation_that_is_gone_is_named_wherever_it_is_used(content: Path) -> None:
    (content / UNION).unlink()
    found = problems(content)
    assert {line.partition(":")[0] for line in found} == {RIGHT, PLAN, ROUTES, COVERAGE}
    assert all("kunstenbond'" in line for line in found)


def test_an_organisation_that_has_ended_is_named_wherever_someone_is_sent_to_it(content: Path) -> None:
    change(content, UNION, "kind: union", "kind: union\nstate: ended")
    found = problems(content)
    assert {line.partition(":")[0] for line in found} == {RIGHT, PLAN, ROUTES}
    assert all("the organisation 'kunstenbond' has ended" in line and remedy(line) for line in found)


def test_two_mistakes_in_two_files_are_both_named(content: Path) -> None:
    change(content, UNION, "kind: union", "kind: club")
    change(content, RIGHT, "na 5,5 uur", "na 6 uur")
    assert [line.partition(":")[0] for line in problems(content)] == [UNION, RIGHT]


def test_an_unquoted_no_stays_a_word_and_a_leading_zero_stays(tmp_path: Path) -> None:
    file = tmp_path / "values.yml"
    file.write_text("[no, yes, on, Off, 010, 0x10, 1_000, 8:30, 10, -3, 0, true, false, 0800-0432]", encoding="utf-8")
    read = read_yaml(file)
    assert read == ["no", "yes", "on", "Off", "010", "0x10", "1_000", "8:30", 10, -3, 0, True, False, "0800-0432"]
    assert [type(value) for value in read].count(bool) == 2


def test_an_unquoted_no_is_a_value_of_a_dimension(content: Path) -> None:
    assert load(content, TODAY).routes.dimensions["danger"] == ["now", "no", "unknown"]


def test_phone_numbers_are_filled_in_from_the_organisation(content: Path) -> None:
    change(content, CHILDLINE, '"0800-0432"', '"0800-0000"')
    assert load(content, TODAY).rights["rest_time"].answer.nl_kind.endswith("Kindertelefoon: 0800-0000.")


def test_numbers_of_an_article_need_no_source_of_their_own(content: Path) -> None:
    assert "artikel 4.2" in load(content, TODAY).rights["rest_time"].answer.nl


def test_a_passed_review_date_does_not_stop_the_service(content: Path) -> None:
    change(content, RIGHT, "review_by: 2026-12-31", "review_by: 2026-11-20")
    assert load(content).rights["rest_time"].review_by == date(2026, 11, 20)


def test_the_review_date_itself_is_still_in_time(content: Path) -> None:
    assert list(problems_of(content, date(2026, 12, 31))) == []
    (line,) = problems_of(content, date(2027, 1, 1))
    assert line == f"{RIGHT}: review_by: 2026-12-31 has passed"


def test_what_not_to_say_may_hold_a_forbidden_phrase(content: Path) -> None:
    assert "waarom heb je" in load(content, TODAY).plans["long_hours"].avoid[0].text.nl


def test_a_warning_comes_before_the_error(content: Path) -> None:
    library = load(content, TODAY)
    assert list(desk_checks.warnings(library, date(2026, 11, 30))) == []
    (line,) = desk_checks.warnings(library, date(2026, 12, 1))
    assert line == f"{RIGHT}: review_by: 2026-12-31 comes near"
    assert remedy(line)


def test_the_command_names_the_remedy(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(content, ALARM, 'value: "112"', "value: 112")
    assert main([str(content)]) == 1
    printed = capsys.readouterr().out
    assert f"{ALARM}: contacts[0].value: Expected `str`, got `int`\n    -> Put the value between quotes" in printed


def test_every_remedy_is_a_sentence_and_an_unknown_problem_has_none() -> None:
    assert remedy("something else altogether") == ""
    assert all(sentence.endswith(".") for _, sentence in _table())
