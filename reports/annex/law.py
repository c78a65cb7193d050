"""Where to look in the law: pointers for counsel, no advice; docs/law.md has them with sources."""

from dataclasses import dataclass

from reports.annex.part import AnnexPart


@dataclass(frozen=True)
class Pointer:
    """A place in the law, what it is about, and where this annex speaks of it."""

    section: str
    about: str
    answered: str


POINTERS: tuple[Pointer, ...] = (
    Pointer(
        "BetrVG §87(1) no. 1",
        "order of the establishment and conduct of employees",
        "how work is handed out",
    ),
    Pointer(
        "BetrVG §87(1) no. 2",
        "start and end of daily working time, breaks, spread over the week",
        "rules on people's time; the roster itself",
    ),
    Pointer(
        "BetrVG §87(1) no. 6",
        "technical devices suited to monitor conduct or performance",
        "data on people; what is counted, and what is not",
    ),
    Pointer(
        "BetrVG §87(1) no. 7",
        "protection of health: a cap on hostile work is a measure of that kind",
        "the cap on hostile work",
    ),
    Pointer(
        "GDPR art. 22",
        "decisions based solely on automated processing",
        "who approved; the routing acts on its own within the approved rules",
    ),
    Pointer(
        "GDPR art. 35",
        "assessment of the impact on data protection",
        "data on people; where the data lie",
    ),
    Pointer(
        "GDPR art. 88",
        "data of employees, with national law and works agreements",
        "data on people",
    ),
    Pointer(
        "Regulation (EU) 2024/1689 art. 5(1)(f)",
        "forbids inferring the emotions of people at work",
        "what is counted, and what is not: only the customer's text is classified",
    ),
)


def law() -> AnnexPart:
    """Return the pointers, each to be checked with counsel."""
    return AnnexPart(
        "Where to look in the law",
        ("Pointers only, no legal advice; every one of them is to be checked with counsel.",),
        ("section", "what it is about", "where this annex speaks of it", "status"),
        tuple((one.section, one.about, one.answered, "check with counsel") for one in POINTERS),
    )
