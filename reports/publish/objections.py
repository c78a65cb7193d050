"""What speaks against publishing a roster."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.runs import Run
from reports.verdict_rows import verdict_sentence
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.checker import Violation, check_roster
from simulation.measures.outcome import VerdictStatus


@dataclass(frozen=True)
class Objection:
    """One thing that speaks against a publication: the verdict, or a rule that is broken."""

    sentence: str
    broken: Violation | None = None

    def disguised(self, labels: Mapping[str, str]) -> str:
        """Return the objection without anybody's id: who, when, which rule and its source."""
        if self.broken is None:
            return self.sentence
        one = self.broken
        who = labels.get(one.agent_id, "the team" if not one.agent_id else "somebody unknown")
        return f"{who}, {one.date or 'whole horizon'}: {one.rule} ({one.source}) is broken"


class NotPublishedError(Exception):
    """Something speaks against a publication, and nobody gave a reason to publish all the same."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        super().__init__("\n".join(one.sentence for one in objections))
        self.objections = objections


def objections_to(run: Run, scenario: Scenario, roster: Roster) -> tuple[Objection, ...]:
    """Return what speaks against publishing a roster under a run's verdict.

    That is a verdict that is not met, and every rule without a price that the roster breaks,
    as the independent checker finds them under ``scenario``.
    """
    return (*_of_verdict(run), *_of_rules(scenario, roster))


def _of_verdict(run: Run) -> Iterator[Objection]:
    if run.verdict.status is not VerdictStatus.MET:
        yield Objection(verdict_sentence(run))


def _of_rules(scenario: Scenario, roster: Roster) -> Iterator[Objection]:
    for one in check_roster(scenario, roster):
        if not one.priced:
            sentence = f"The roster breaks {one.rule} ({one.source}): {one.message}"
            yield Objection(sentence, one)
