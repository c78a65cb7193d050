"""The certificate: fresh random numbers, never seen by the loop, as many as it takes to decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scenarios.cap_layers import has_promise
from scenarios.scenario import Scenario
from scheduler.looks import Look, looks_at
from scheduler.trials import Trial
from simulation.engine import Engine
from simulation.figures import ReplicationTable, table_of
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Outcome, PromiseVerdict, Verdict, VerdictStatus
from simulation.measures.summary import Summary
from simulation.measures.verdict import verdict_of
from simulation.replications import summaries_until

# Replication numbers of certificates start here; the loop's start at 0 and stay far below.
_FIRST_FRESH = 1_000_000
_ATTEMPT_STRIDE = 1_000_000


@dataclass(frozen=True)
class Certificate:
    """What fresh replications say of a roster and its rules."""

    outcome: Outcome
    verdict: Verdict
    table: ReplicationTable


def looks_of(scenario: Scenario, attempt: int) -> tuple[Look, ...]:
    """Return when an attempt (1, 2, ...) looks at its replications, and how sure it has to be."""
    planning = scenario.planning
    return looks_at(
        planning.certify_replications,
        planning.most_certify_replications,
        round(1 - attempt_confidence(scenario, attempt), 12),
        planning.cap_compliance if has_promise(scenario) else None,
    )


def fresh_replications(scenario: Scenario, attempt: int) -> range:
    """Return the replications that an attempt makes at least, disjoint from those of all others.

    At least as many as a flawless cap needs: with compliance c and confidence 1 - a, n with
    c^n <= a (59 for 95 % and 95 %).
    """
    return _replications(attempt, looks_of(scenario, attempt)[0].replications)


def attempt_confidence(scenario: Scenario, attempt: int) -> float:
    """Return the confidence of an attempt, over all its looks.

    The allowed error is halved with each attempt, so that however often the loop asks, the
    chance of a false certificate stays below 1 - confidence (1/2 + 1/4 + ... = 1). The first
    attempt of a plan that allows only one uses all of it.
    """
    planning = scenario.planning
    if planning.max_rounds == 1:
        return planning.confidence
    return 1 - (1 - planning.confidence) / float(2**attempt)


def certify(
    trial: Trial,
    *,
    attempt: int,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_progress: Callable[[int, int], None],
) -> Certificate:
    """Simulate a plan on fresh seeds until every promise is decided, and return the verdict.

    It ends early where a promise is not met, or where one is undecided and more replications
    than ``planning.most_certify_replications`` would probably be needed to decide it.
    """
    looks = looks_of(trial.scenario, attempt)
    judge = _Judge(trial, looks)
    counts = [look.replications for look in looks]
    made = summaries_until(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=trial.scenario.planning.seed,
        replications=_replications(attempt, counts[-1]),
        looks=counts,
        is_enough=lambda so_far: not judge.look(so_far).goes_on,
        processes=processes,
        engine=engine,
        on_progress=lambda done: on_progress(done, next(n for n in counts if n >= done)),
    )
    seen = judge.look(made)
    return Certificate(seen.outcome, seen.verdict, table_of(trial.scenario, seen.outcome, made))


def _replications(attempt: int, count: int) -> range:
    first = _FIRST_FRESH + (attempt - 1) * _ATTEMPT_STRIDE
    return range(first, first + count)


class _Judge:
    """What the replications of an attempt say at each look."""

    def __init__(self, trial: Trial, looks: Sequence[Look]) -> None:
        self.trial = trial
        self.looks = {look.replications: look for look in looks}
        self.most = looks[-1].replications
        self.strictest = Look(
            self.most,
            max(look.level_confidence for look in looks),
            max(look.cap_confidence for look in looks),
        )
        self.seen: dict[int, _Seen] = {}

    def look(self, made: Sequence[Summary]) -> "_Seen":
        """Return what the replications made so far say."""
        if len(made) not in self.seen:
            self.seen = {len(made): _Seen(self, tuple(made))}
        return self.seen[len(made)]


@dataclass(frozen=True)
class _Seen:
    judge: _Judge
    made: tuple[Summary, ...]

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome of the replications."""
        trial = self.judge.trial
        planning = trial.scenario.planning
        return outcome_of(
            trial.scenario,
            trial.rules.policy,
            planning.seed,
            self.made,
            confidence=planning.confidence,
        )

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict by the bounds of this look.

        How many more replications would decide is told by the strictest bounds, as those of later
        looks may be stricter than those of this one.
        """
        verdict = self._by(self.judge.looks[len(self.made)])
        strict = self._by(self.judge.strictest).promises
        promises = tuple(_with_needed(*pair) for pair in zip(verdict.promises, strict, strict=True))
        return replace(verdict, promises=promises)

    @property
    def goes_on(self) -> bool:
        """Whether every promise that is undecided would probably be decided in time."""
        if self.verdict.status is not VerdictStatus.UNDECIDED:
            return False
        left = self.judge.most - len(self.made)
        needed = [
            one.replications_needed
            for one in self.verdict.promises
            if one.status is VerdictStatus.UNDECIDED
        ]
        return all(one is not None and one <= left for one in needed)

    def _by(self, look: Look) -> Verdict:
        scenario = self.judge.trial.scenario
        return verdict_of(
            scenario,
            self.outcome,
            confidence=look.level_confidence,
            compliance=scenario.planning.cap_compliance,
            cap_confidence=look.cap_confidence,
        )


def _with_needed(promise: PromiseVerdict, strict: PromiseVerdict) -> PromiseVerdict:
    if promise.status is not VerdictStatus.UNDECIDED:
        return promise
    return replace(promise, replications_needed=strict.replications_needed)
