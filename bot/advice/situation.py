"""What we know of someone's situation, and how to read it from what they type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Situation:
    """One value per dimension of routes.yml. ``age`` is the age of the dancer the question is about."""

    danger: str = UNKNOWN
    role: str = "self"
    age: str = UNKNOWN
    setting: str = UNKNOWN
    behaviour: str = "unclear"
    since: str = UNKNOWN
    want: str = UNKNOWN

    @classmethod
    def of(cls, values: Mapping[str, str | None]) -> Situation:
        """Build from slots; an empty value keeps the default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known and value})

    def with_(self, **values: str) -> Situation:
        """A copy with some values changed."""
        return replace(self, **values)

    @property
    def is_minor(self) -> bool:
        """True when the dancer is known to be under 18."""
        return self.age in ("child", "teen")


def age_group(years: int) -> str:
    """Child (under 12), teen (12 to 17) or adult, as the routes use them."""
    return "child" if years < 12 else "teen" if years < 18 else "adult"


_NUMBER_WORDS = {
    word: number
    for number, words in {
        6: "zes six", 7: "zeven seven", 8: "acht eight", 9: "negen nine", 10: "tien ten", 11: "elf eleven",
        12: "twaalf twelve", 13: "dertien thirteen", 14: "veertien fourteen", 15: "vijftien fifteen",
        16: "zestien sixteen", 17: "zeventien seventeen", 18: "achttien eighteen",
    }.items()
    for word in words.split()
}  # fmt: skip
_YEARS = rf"(?P<nearly>bijna |haast |almost |nearly )?(?P<years>\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})"
_NO_AMOUNT = (
    r"(?![.,]?\d)(?!\s*(?:uur|uren|dag|dagen|week|weken|maand|maanden|min|minuten|minutes?|euro|eur|procent|%|keer|x\b|kilo|kg|pond|"
    r"cm|meter|km|van de|hours?|days?|weeks?|months?|times|pounds|percent|of (?:the|us)|"
    r"jaar (?:geleden|danser|danseres|docent|lid|in dienst|zzp|werkzaam|bezig)|years? (?:ago|in\b|at\b|with\b|into\b|experience)))"
)
_CHILD_NOUN = r"(?:zoon|zoontje|dochter|dochtertje|kind|kindje|meisje|jongen|kleinkind|son|daughter|kid|child|girl|boy)"
_PERSON = rf"(?:{_CHILD_NOUN}|danser|danseres|leerling|student|studente|iemand|dancer|pupil|student|someone)"
_IS = r"(?:,| is| van| of|,? \()? ?(?:nu |pas |net |now |only |just )?"
_OLD = rf"{_YEARS}[ -]?(?:jaar oud|jarige?n?|years? old|year[- ]olds?|yo\b|y/o)"
_OWN_AGE = re.compile(
    rf"\b(?:ik (?:ben|bn|word|wor)|i(?:['’ ]?m| am)|ben|bn|als ik|if i(?:['’]?m| am)) (?:nu |pas |net |now |only |just )?"
    rf"{_YEARS}(?:\b|(?=jaar|jr|yo)){_NO_AMOUNT}"
)
# The age of one's own child comes before one's own: the question is about the child.
_AGE = [
    re.compile(rf"\b(?:mijn|onze|ons|me|mn|m'n|my|our) {_CHILD_NOUN}{_IS}{_YEARS}(?:\b|(?=jaar|jr)){_NO_AMOUNT}"),
    _OWN_AGE,
    re.compile(rf"\b(?:hij is|zij is|ze is|he is|she is|he['’]s|she['’]s) (?:nu |pas |net |now |only |just )?{_YEARS}(?:\b|(?=jaar|jr|yo)){_NO_AMOUNT}"),
    re.compile(rf"\b{_PERSON}{_IS}{_YEARS}(?:\b|(?=jaar|jr)){_NO_AMOUNT}"),
    re.compile(rf"\b{_OLD}"),
    re.compile(rf"^{_YEARS}(?: ?(?:jaar|jr|years))?[.! ]*$"),
    re.compile(rf"\b{_YEARS},? (?:en )?(?:not|niet|geen|instead of|in plaats van) (?:\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})\b"),
    re.compile(rf"\b(?:ik bedoel(?:de)?|bedoelde|i mean|i meant|moet zijn|should be) (?:dus |eigenlijk |actually )?{_YEARS}\b{_NO_AMOUNT}"),
]  # fmt: skip
_MINOR = re.compile(
    r"\b(?:minderjarig\w*|onder de (?:18|achttien)|jonger dan 18|(?:nog )?geen (?:18|achttien)|(?<!niet )puber|"
    r"under(?: |-)?(?:18|age)|younger than 18|not (?:yet )?(?:18|eighteen)|teenager|tiener)\b"
)
_ADULT = re.compile(
    r"\b(?:ik ben (?:al )?volwassen|i(?:['’ ]?m| am) an adult|meerderjarig|ouder dan 18|boven de (?:18|achttien)|over 18|above 18|18 (?:plus|of ouder|or older))\b"
)


def years_in(text: str, *, own: bool = False) -> int | None:
    """The age in years that someone states for themselves or for a child, if any (4 to 99). "Bijna 12" is 11.

    With ``own`` only what someone plainly says of themselves counts ("ik ben 10 en mijn zusje is 6").
    """
    text = text.strip().lower()
    for pattern in [_OWN_AGE] if own else _AGE:
        if match := pattern.search(text):
            years = match.group("years")
            number = (_NUMBER_WORDS.get(years) or int(years)) - bool(match.group("nearly"))
            if 4 <= number <= 99:
                return number
    return None


_FIRST_NUMBER = re.compile(rf"^\W*(?:ik ben |im |i am )?{_YEARS}\b{_NO_AMOUNT}", re.IGNORECASE)


def age_answered(text: str) -> str | None:
    """The age group in the answer to "how old": there a number in front is an age ("31, in a company")."""
    found = _FIRST_NUMBER.search(text.lower())
    if found is None:
        return None
    years = found.group("years")
    return age_group(_NUMBER_WORDS.get(years) or int(years))


# value -> pattern; the first that is found counts. Dutch, English and children's words side by side.
_SETTING = {
    "freelance": r"\bzzp|\bfreelanc|zelfstandig|self[- ]?employed|losse klus|op factuur|eigen bedrijf",
    "school_mbo": r"\bmbo\b|\broc\b|lucia marthas",
    "school_hbo": r"\bhbo\b|hogeschool|conservatorium|codarts|artez|fontys|\bahk\b|dansacademie|dans academie|dance academy|university of the arts",  # noqa: E501
    "dance_school": r"dans ?school|dansles|ballet ?school|balletles|dance (?:school|class|studio)|dans ?studio|ballet class",
    "sport": r"sport ?(?:club|bond|vereniging)?\b|wedstrijd|\bcompetiti|\bcoach\b|\bclub\b|danssport|sports? team|\bnadb\b|\bbreaking battle",
    "company": r"gezelschap|dance company|ballet company|compagnie|\bcompany\b|\bcast\b|productiehuis|\bproductie\b|\bproduction\b|musicalproductie|theatergroep|theatre group|theater group|\bcruise|in (?:vaste )?dienst|\bloondienst|werknemer|employee|the ensemble|het ensemble",  # noqa: E501
    "school_po_vo": r"basisschool|middelbare|op school\b|at school|mentor|groep [3-8]\b|brugklas|high school|primary school",
    "online": r"\bonline\b|instagram|insta\b|snap(?:chat)?\b|tiktok|whatsapp|\bappjes\b|discord|telegram|\bdm['s]?\b",
    "home": r"\bthuis\b|at home\b|mijn (?:vader|moeder|stiefvader|partner|man|vrouw) (?:slaat|schreeuwt|doet)",
}  # fmt: skip
_ROLE = {
    "accused": r"\b(?:ik (?:ben|word|wordt) (?:zelf )?(?:vals )?beschuldigd|beschuldigen mij|i(?:['’ ]?m| am| have been|['’]ve been)(?: being)?(?: falsely)? accused|accuses? me|accusing me)",  # noqa: E501
    "organisation": r"\bonze (?:dansschool|organisatie|vereniging|club|school)\b|ik (?:leid|run|bestuur) een|i run a|our (?:dance school|organisation|organization|club)\b|bestuurslid|board member|als directeur|ik ben (?:de )?(?:eigenaar|eigenares|directeur|bestuurder)|schoolhouder|\bi own (?:a|the|this)\b|ik heb een (?:eigen )?(?:dans|ballet)school|studio owner",  # noqa: E501
    "teacher": r"\b(?:ik ben|als) (?:een |hun |de )?(?:dans ?)?(?:docente?|leraar|lerares|juf|trainer|choreograaf|choreografe|coach)\b|ik geef (?:dans|ballet)?les|(?:i['’ ]?m|i am|as) (?:a |the |their )?(?:dance |ballet )?(?:teacher|coach|choreographer|instructor)\b|i teach\b|(?:een van )?mijn leerlinge?n?\b|een leerling van (?:mij|me)\b|one of my (?:students|pupils)",  # noqa: E501
    "parent": r"\b(?:mijn|ons|onze|me|m'n|mn) (?:eigen |oudste |jongste |kleine |twee )?(?:zoon|zoontje|dochter|dochtertje|kind|kinderen|meisje)\b|\b(?:my|our) (?:own |eldest |oldest |youngest |little |two )?(?:son|daughter|kid|kids|child|children)\b|\b(?:dochter|zoon|daughter|son)\b[ ,(]{0,3}(?:van |of |is |age |aged )?\d{1,2}\b|ik ben (?:een |de |haar |zijn )?(?:ouder|moeder|vader|mama|papa|oma|opa)|(?:i['’ ]?m|i am) (?:a |the )?(?:mother|father|mum|mom|dad|parent)\b|als ouder|as a parent",  # noqa: E501
    "bystander": r"\b(?:mijn|een|me|onze) (?:vriend(?:in|innetje)?|vriendje|bff|beste vriend(?:in)?|collega|klasgeno(?:ot|te)|huisgeno(?:ot|te)|teamgeno(?:ot|te)|medestudent|mededanser)\b.*\b(?:wordt|wort|word|werd|is|heeft|heef|had|vertel\w*|krijgt|durft|wil|wilt|zegt|zei|stuurde?|snijdt|eet|huilt)\b|\b(?:my|a) (?:(?:best )?friend|freind|bff|bestie|colleague|classmate|roommate|team ?mate|flatmate|fellow dancer)\b.*\b(?:is|gets|was|told|has|being|got|wants|says|said|sent|cuts|wrote|eats|cries|hides|throws)\b|\b(?:gaat|is) (?:over|om) (?:mijn|een|me|mn|m['’]n) (?:beste )?(?:vriend\w*|bff|collega|klasgeno\w+|medestudent)\b|\babout (?:my|a) (?:best )?(?:friend|bff|colleague|classmate)\b|\bik zag\b|ik heb gezien|getuige|i saw\b|i witnessed|witness\b|omstander|bystander",  # noqa: E501
}  # fmt: skip
_SINCE = {
    "lt7d": r"\b(?:net(?! (?:als|zo|zoals|iets|niet|te|doen))|zojuist|vandaag|vannacht|vanavond|vanmorgen|vanmiddag|gisteren|gisteravond|gister|eergisteren|deze week|afgelopen (?:nacht|weekend)|dit weekend|(?:een|twee|drie|vier|vijf|zes|paar|[1-6]) dag(?:en)? geleden|uur geleden)\b|\b(?:just now|today|tonight|last night|yesterday|this (?:week|morning|weekend)|(?:a|one|two|three|four|five|six|few|[1-6]) days? ago|hours? ago|couple of days)\b",  # noqa: E501
    "gt7d": r"\b(?:vorig(?:e)? (?:jaar|maand|seizoen)|jaren geleden|jaar geleden|maand(?:en)? geleden|weken geleden|lang(?:er)? geleden|(?:jaar|jaren|lang) terug|vroeger|toen ik (?:klein|jong|kind|\d+) was)\b|\b(?:years? ago|months? ago|weeks ago|longer ago|last (?:year|month|season)|long ago|when i was)\b",  # noqa: E501
}  # fmt: skip
_WANT = {
    "report": r"(?<!niks )(?<!niet )(?<!niets )\bmeld(?:en|ing|t)?\b|(?<!geen )\bklacht\b|\baangifte\b|\breport\b|\bcomplain|press charges|aankaarten",
    "talk": r"\bpraten\b|\bmijn verhaal\b|iemand (?:die luistert|om mee te praten)|\btalk to\b|to talk\b|someone who listens|luisterend oor",
    "legal": r"\brechten\b|\bjurid\w+|\badvocaat\b|\bmy rights\b|\blegal\b|\blawyer\b",
    "stop": r"\b(?:dat|het) (?:het |dit )?(?:op)?stopt\b|\bmoet ophouden\b|\blaten stoppen\b|\bmake it stop\b|\bgone\b|\beraf\b|take (?:it|them) down|get (?:it|them) (?:off|down)|weghalen|\bit to stop\b|\bthat it stops\b",
    "health": r"\b(?:dokter|huisarts|arts|psycholoog|therap\w+|fysio\w*)\b|\b(?:doctor|therapist|physio\w*|medical)\b",
    "advice": r"\badvies\b|\btips?\b|\badvice\b",
}  # fmt: skip
_READERS = {
    dimension: [(value, re.compile(pattern, re.IGNORECASE)) for value, pattern in table.items()]
    for dimension, table in {"setting": _SETTING, "role": _ROLE, "since": _SINCE, "want": _WANT}.items()
}


def facts_in(text: str) -> dict[str, str]:
    """Dimension values that a message states plainly; what is not said is left out, nothing is guessed."""
    facts = {}
    for dimension, readers in _READERS.items():
        for value, pattern in readers:
            if pattern.search(text):
                facts[dimension] = value
                break
    years = years_in(text)
    if years is not None:
        facts["age"] = age_group(years)
    elif _MINOR.search(text.lower()):
        facts["age"] = "teen"
    elif _ADULT.search(text.lower()):
        facts["age"] = "adult"
    return facts


# What someone says of their own position, for the variants of a right.
_STATUS = {
    "zzp": _SETTING["freelance"] + r"|\bfactu(?:ur|ren)\b|\binvoices?\b|\bopdrachtgever\b",
    "intern": r"\bstagiaire?s?\b|\b(?:op|mijn|tijdens|een|loop|liep) stage\b|stageplek|stage lopen|\binterns?\b|\binternship|\bplacement\b",
    "teacher": r"\b(?:ik ben|als|voor) (?:een )?(?:dans|ballet)?(?:docente?n?|lerares|leraar|leraren|juf|danslerares)\b|\bik geef (?:dans|ballet)?les|\bi teach\b|(?:\bi['’ ]?m|\bi am|\bas|\bfor) (?:a |an )?(?:dance |ballet )?(?:teachers?|instructors?)\b",  # noqa: E501
    "student": r"\b(?:ik ben|als|voor) (?:een |mbo[- ]?|hbo[- ]?|dans)*(?:student|studenten|studente)\b|\bik studeer\b|\bi study\b|(?:\bi['’ ]?m|\bi am|\bas|\bfor) (?:a |an )?(?:\w+ )?(?:students?|studying)\b",  # noqa: E501
    "volunteer": r"\bvrijwillig\w*|\bvolunteer\w*",
    "parent": _ROLE["parent"],
    "employee": r"\bloondienst\b|\bwerknemers?\b|\bin (?:vaste )?dienst\b|\bvast contract\b|\bemployees?\b|\bemployed\b|\bpermanent contract\b|\bwerk bij een gezelschap",
}  # fmt: skip
_STATUS_READERS = [(value, re.compile(pattern, re.IGNORECASE)) for value, pattern in _STATUS.items()]


def status_in(text: str) -> str | None:
    """The position someone states ("zzp", "teacher", "teen" ...), as the variants of a right name it."""
    years = years_in(text)
    if years is not None and years < 18:
        return "teen" if years >= 16 else "child"
    return next((status for status, pattern in _STATUS_READERS if pattern.search(text)), None)
