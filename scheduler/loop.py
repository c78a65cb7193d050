"""The plan loop: solve, simulate, cut, solve again, and certify on fresh seeds."""

from collections.abc import Callable
from dataclasses import replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.baselines import baseline_rules
from scheduler.candidates import (
    Candidate,
    is_worth_certifying,
    loop_verdict,
    missed,
    round_of,
)
from scheduler.cap.refusal import refuse_impossible_cap
from scheduler.certify import certify
from scheduler.cuts import Cut
from scheduler.division import divide_work
from scheduler.explain import conflicts
from scheduler.impossible import Impossible
from scheduler.learned_cuts import learned_cut
from scheduler.lessons import Lessons
from scheduler.line_promise import Promised
from scheduler.margin import look_at_cap
from scheduler.mix import expected_mix
from scheduler.plan import LoopEnd, Plan, RosterSolution, Round, SolveStatus
from scheduler.progress import Listener, Progress, say_nothing, tell_nobody
from scheduler.requirement import Requirement
from scheduler.roster_model import SolveInterrupted, solve_roster
from scheduler.sensitivity import gain_replications, gains
from scheduler.shortfalls import shortfalls
from scheduler.staffed_rules import refuse_staffing
from scheduler.staffing import compute_requirement
from scheduler.stage_clock import StageClock
from scheduler.trials import Trial
from scheduler.tuning import Tuner, doubtful_share, tune_rules
from simulation.arrivals.volume import workload_of
from simulation.engine import Engine
from simulation.measures.outcome import Outcome, Verdict, VerdictStatus
from simulation.replications import simulate

_TUNING_REPLICATIONS = 8
_STALLED_AFTER_ROUNDS = 2


class NoRosterInTime(Exception):
    """The time given ended before any roster was found."""


class Interrupted(Exception):
    """The planner stopped the search; what was best so far is kept."""

    def __init__(self, best: Roster | None) -> None:
        super().__init__("interrupted")
        self.best = best


def plan(
    scenario: Scenario,
    *,
    processes: int = 1,
    engine: Engine = Engine.AUTO,
    on_progress: Listener | None = None,
    on_warning: Callable[[str], None] = tell_nobody,
) -> Plan:
    """Return a roster and assignment rules for a scenario, with the proof of what they keep.

    Raises Impossible before solving where the cap lies below what the volume carries or the
    hard rules leave no roster, NoRosterInTime, Interrupted with the best roster so far, and
    ScenarioError where the scenario gives numbers of agents in place of people. ``on_warning`` is
    told before solving what stands against a promise whatever the roster, though not for certain.
    """
    refuse_staffing(scenario)
    search = _Search(scenario, processes, engine, on_progress or say_nothing, on_warning)
    try:
        return search.run()
    except KeyboardInterrupt as stop:
        raise Interrupted(search.best_roster(stop)) from stop


class _Search:
    """The state of one run of the loop."""

    def __init__(
        self,
        scenario: Scenario,
        processes: int,
        engine: Engine,
        listen: Listener,
        warn: Callable[[str], None],
    ) -> None:
        self.scenario = scenario
        self.processes, self.engine = processes, engine
        self.listen, self.warn = listen, warn
        self.cuts: list[Cut] = []
        self.rounds: list[Round] = []
        self.best: Candidate | None = None
        self.best_round = 0
        self.last_roster: Roster | None = None
        self.attempts = 0
        self.clock = StageClock(silent=scenario.planning.deterministic)

    def run(self) -> Plan:
        """Go round until certified, out of rounds, or stalled."""
        planning = self.scenario.planning
        self._say("volume", 0, 1)
        self.workload = workload_of(self.scenario, seed=planning.seed)
        self.outlook = refuse_impossible_cap(self.scenario, self.workload)
        for sentence in self.outlook.beyond_rules:
            self.warn(sentence)
        self.requirement: Requirement = compute_requirement(self.scenario, self.workload)
        self.expected = expected_mix(self.scenario, self.workload)
        self.lessons = Lessons(self.expected)
        self._say("volume", 1, 1)
        ended: LoopEnd | None = None
        for number in range(1, planning.max_rounds + 1):
            try:
                candidate = self._candidate(number)
            except NoRosterInTime:
                if self.best is None:
                    raise
                ended = LoopEnd.NO_ROSTER_IN_TIME  # what earlier rounds found is kept
                break
            verdict = loop_verdict(self.scenario, candidate.outcome)
            if is_worth_certifying(self.scenario, verdict):
                candidate = self._certify(candidate)
                assert candidate.certificate is not None
                verdict = candidate.certificate.verdict
            if self.best is None or candidate.rank() > self.best.rank():
                self.best, self.best_round = candidate, number
            ended = self._end(number, verdict)
            cuts = () if ended else self._learn(candidate, verdict)
            self.rounds.append(round_of(number, candidate, verdict, len(cuts), self.clock.take()))
            self.cuts.extend(cuts)
            before, self.lessons = self.lessons, self._taught(candidate, verdict)
            if ended is None and not (cuts or self.lessons.differ(before, verdict)):
                ended = LoopEnd.NOTHING_TO_LEARN
            if ended is not None:
                break
        assert self.best is not None
        assert ended is not None
        best = self.best if self.best.certificate else self._certify(self.best)
        return self._plan(best, ended)

    def best_roster(self, stop: KeyboardInterrupt) -> Roster | None:
        """Return the best roster at the moment the planner stopped the search."""
        if self.best is not None:
            return self.best.roster
        if isinstance(stop, SolveInterrupted) and stop.solution.roster is not None:
            return stop.solution.roster
        return self.last_roster

    def _end(self, number: int, verdict: Verdict) -> LoopEnd | None:
        """Return why there is no round after this one; None where it may yet teach something."""
        if not missed(verdict):
            return LoopEnd.CERTIFIED
        if number == self.scenario.planning.max_rounds:
            return LoopEnd.OUT_OF_ROUNDS
        if number - self.best_round >= _STALLED_AFTER_ROUNDS:
            return LoopEnd.STALLED
        return None

    def _candidate(self, number: int) -> Candidate:
        """Solve the roster, divide the work, tune the rules and simulate."""
        stage = f"round {number}: roster"
        with self.clock.stage("roster"):
            solution = solve_roster(
                self.scenario,
                self.requirement,
                tuple(self.cuts),
                seconds=self.scenario.planning.solve_seconds,
                hint=self.last_roster,
                on_progress=lambda done, total, note: self._say(stage, done, total, note),
            )
        roster = self._roster_of(solution)
        self.last_roster = roster
        with self.clock.stage("rules"):
            trial = self._with_rules(roster, f"round {number}: rules")
        replications = range(self.scenario.planning.replications)
        with self.clock.stage("simulation"):
            outcome = self._simulate(trial, replications, f"round {number}: simulation")
            looked = look_at_cap(
                trial,
                outcome,
                lambda one, further, words: self._simulate(
                    one, further, f"round {number}: {words}"
                ),
            )
        doubtful = doubtful_share(self.scenario, looked.outcome)
        return Candidate(solution, roster, looked.trial, looked.outcome, doubtful)

    def _with_rules(self, roster: Roster, stage: str) -> Trial:
        """Divide the work over a roster and tune the rules."""
        division = divide_work(self.scenario, self.workload, roster, self.lessons.mix)
        tuner = Tuner(
            self.scenario,
            self.requirement,
            division,
            roster,
            replications=range(_TUNING_REPLICATIONS),
            margin_factor=self.lessons.margin_factor,
            look_ahead_factor=self.lessons.look_ahead_factor,
            processes=self.processes,
            engine=self.engine,
        )
        tuned = tune_rules(tuner, on_done=lambda done, total: self._say(stage, done, total))
        return Trial(self.scenario, roster, tuned.rules)

    def _roster_of(self, solution: RosterSolution) -> Roster:
        if solution.status is SolveStatus.INFEASIBLE:
            reasons = conflicts(self.scenario, self.requirement)
            raise Impossible("\n".join(("no roster keeps the hard rules", *reasons)))
        if solution.roster is None:
            raise NoRosterInTime(
                f"no roster in {self.scenario.planning.solve_seconds:g} s; "
                "raise planning.solve_seconds"
            )
        return solution.roster

    def _certify(self, candidate: Candidate) -> Candidate:
        self.attempts += 1
        with self.clock.stage("certificate"):
            certificate = certify(
                candidate.trial,
                attempt=self.attempts,
                processes=self.processes,
                engine=self.engine,
                on_progress=lambda done, total: self._say("certificate", done, total),
            )
        return replace(candidate, certificate=certificate)

    def _learn(self, candidate: Candidate, verdict: Verdict) -> tuple[Cut, ...]:
        """Return one cut for each service level that is not yet sure to be kept."""
        deficits = {
            Promised(promise.channel_id, promise.part): promise.target - promise.estimate.low
            for promise in verdict.promises
            if promise.channel_id is not None and promise.status is not VerdictStatus.MET
        }
        if not deficits:
            return ()
        replications = range(gain_replications(self.scenario, tuple(deficits)))
        stage = f"round {len(self.rounds) + 1}: what more people would bring"
        with self.clock.stage("cuts"):
            before = self._simulate(candidate.trial, replications, stage)
            found = gains(
                candidate.trial,
                before,
                tuple(deficits),
                replications=replications,
                processes=self.processes,
                engine=self.engine,
                on_done=lambda done, total: self._say(stage, done, total),
            )
        cuts = (
            learned_cut(self.scenario, candidate.roster, found, promised, deficit)
            for promised, deficit in deficits.items()
        )
        return tuple(cut for cut in cuts if cut is not None)

    def _taught(self, candidate: Candidate, verdict: Verdict) -> Lessons:
        return self.lessons.after(candidate.outcome, verdict, self.expected)

    def _plan(self, best: Candidate, ended: LoopEnd) -> Plan:
        certificate = best.certificate
        assert certificate is not None
        fresh = certificate.outcome.replications
        compared = tuple(
            self._simulate(
                Trial(self.scenario, best.roster, rules),
                range(fresh[0], fresh[-1] + 1),
                f"{rules.policy.words} routing for comparison",
            )
            for rules in baseline_rules(self.scenario)
        )
        return Plan(
            scenario=self.scenario,
            requirement=self.requirement,
            solution=best.solution,
            roster=best.roster,
            rules=best.trial.rules,
            outcome=certificate.outcome,
            baselines=compared,
            verdict=certificate.verdict,
            table=certificate.table,
            rounds=tuple(self.rounds),
            ended=ended,
            shortfalls=shortfalls(
                self.scenario,
                self.requirement,
                best.solution,
                certificate,
                self.cuts,
                self.outlook,
            ),
        )

    def _simulate(self, trial: Trial, replications: range, stage: str) -> Outcome:
        return simulate(
            trial.scenario,
            trial.roster,
            trial.rules,
            seed=self.scenario.planning.seed,
            replications=replications,
            processes=self.processes,
            engine=self.engine,
            on_progress=lambda done: self._say(stage, done, len(replications)),
        )

    def _say(self, stage: str, done: int, total: int, note: str = "") -> None:
        self.listen(Progress(stage, done, total, note))
