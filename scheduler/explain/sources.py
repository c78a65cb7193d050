"""A person's tour rules taken apart by what they come from, and put together again.

A source is what a planner may let give way: a rule, one absence, one side of the contract's hours
in one span. Taking one away never forbids a tour that was allowed before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scenarios.wall import MINUTES_PER_DAY
from scheduler.people.calendar import Calendar
from scheduler.people.past import elapsed
from scheduler.people.rules.contract_hours import CONTRACT_HOURS
from scheduler.people.tour_rules import (
    Bar,
    Bools,
    Counter,
    Follow,
    Pattern,
    Rest,
    Run,
    Together,
    TourRules,
)

Form = Bar | Counter | Follow | Together | Run | Rest

GIVEN = frozenset({"overlap", "one_shift", "one_shift_a_day"})
"""Rules that nothing can give way on: nobody is at two places, and shifts are what they are."""
LEAST, MOST = "least", "most"


@dataclass(frozen=True, order=True)
class Source:
    """What forms come from; ``first`` and ``last`` (not included) are days, where it has some."""

    rule: str
    side: str = ""  # of the contract's hours: least or most
    number: int = 0  # place of an absence or a time without work; minutes of a contract
    first: int = 0
    last: int = 0

    @property
    def may_give_way(self) -> bool:
        """Whether a planner can do without it."""
        return self.rule not in GIVEN


@dataclass(frozen=True)
class Piece:
    """A form of one source."""

    source: Source
    form: Form
    before: int | None = None  # of a run: its length just before its first day


def pieces_of(calendar: Calendar, agent: int, rules: TourRules) -> tuple[Piece, ...]:
    """Return the forms of one agent's rules by source; charges are left out."""
    pattern = rules.pattern
    plain: tuple[Form, ...] = (*pattern.follows, *pattern.together, *pattern.rests)
    known = rules.before or (None,) * len(pattern.runs)
    hours = (piece for counter in rules.counters for piece in _counters(counter))
    return (
        *(Piece(Source(form.rule), form) for form in plain),
        *(Piece(Source(run.rule), run, b) for run, b in zip(pattern.runs, known, strict=True)),
        *(piece for bar in rules.bars for piece in _bars(calendar, agent, bar)),
        *_once(hours),
    )


def rules_from(pieces: Iterable[Piece], last_end: int | None) -> TourRules:
    """Return the rules that some pieces make."""
    listed = list(pieces)
    forms = [piece.form for piece in listed]
    runs = [(piece.form, piece.before) for piece in listed if isinstance(piece.form, Run)]
    return TourRules(
        pattern=Pattern(
            follows=tuple(form for form in forms if isinstance(form, Follow)),
            together=tuple(form for form in forms if isinstance(form, Together)),
            runs=tuple(run for run, _ in runs),
            rests=tuple(form for form in forms if isinstance(form, Rest)),
        ),
        bars=tuple(form for form in forms if isinstance(form, Bar)),
        counters=tuple(form for form in forms if isinstance(form, Counter)),
        before=tuple(before for _, before in runs),
        last_end=last_end,
    )


def at_a_price(piece: Piece, price: int) -> Piece:
    """Return a piece that may be broken, at so much for every unit."""
    form = piece.form
    if isinstance(form, Counter):
        return replace(piece, form=replace(form, price_below=price, price_above=price))
    return replace(piece, form=replace(form, price=price))


def _bars(calendar: Calendar, agent: int, bar: Bar) -> Iterator[Piece]:
    """Yield the parts of a bar; absences and times without work are told apart."""
    if bar.rule == "fixed":
        yield Piece(Source(bar.rule, first=bar.day, last=bar.day + 1), bar)
    elif bar.rule in ("absences", "unavailable"):
        for source, first, last in _spans(calendar, agent, bar.rule):
            mask: Bools = calendar.table.choices(calendar.table.touching(first, last))[bar.day]
            if (mask & bar.choices).any():
                yield Piece(source, replace(bar, choices=mask & bar.choices))
    else:
        yield Piece(Source(bar.rule), bar)


def _spans(calendar: Calendar, agent: int, rule: str) -> Iterator[tuple[Source, int, int]]:
    """Yield the sources of a rule on dated times with the elapsed minutes of each."""
    timeline, said = calendar.timeline, calendar.agents[agent]
    if rule == "absences":
        for number, absence in enumerate(said.absences):
            first, last = (timeline.day_index(date) for date in (absence.first, absence.last))
            begin, end = timeline.minute(first, 0), timeline.minute(last, MINUTES_PER_DAY)
            yield Source(rule, number=number, first=first, last=last + 1), begin, end
        return
    for number, one in enumerate(said.unavailable):
        begin, end = elapsed(timeline, one.from_local), elapsed(timeline, one.to_local)
        yield Source(rule, number=number), begin, end


def _counters(counter: Counter) -> Iterator[Piece]:
    """Yield a counter, the least and the most hours of a contract apart."""
    if counter.rule != CONTRACT_HOURS.name:
        yield Piece(Source(counter.rule), counter)
        return
    first, last = counter.first, counter.last
    if counter.least > 0:
        yield Piece(
            Source(counter.rule, LEAST, counter.least, first, last), replace(counter, most=None)
        )
    if counter.most is not None:
        yield Piece(
            Source(counter.rule, MOST, counter.most, first, last), replace(counter, least=0)
        )


def _once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces, what a contract asks for once: its only week is the whole horizon as well."""
    known = set()
    for piece in pieces:
        if not piece.source.side or piece.source not in known:
            known.add(piece.source)
            yield piece
