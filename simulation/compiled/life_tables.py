"""Tables of what becomes of cases: what the scenario says of it, laid out in memory."""

import itertools
import math
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel
from scenarios.durations import Duration
from scenarios.people import AtShiftEnd
from scenarios.relief import ExternalDesk
from scenarios.returning import Authors
from scenarios.timeline import OpeningClock, Timeline
from simulation.arrivals.volume import Cases
from simulation.compiled import life_layout as layout
from simulation.compiled.draws import clock_table
from simulation.compiled.heap import KIND_SHIFT
from simulation.compiled.layout import EVENT
from simulation.compiled.memory_tables import Tables
from simulation.compiled.numbers import Numbers
from simulation.compiled.quantiles import KINDS
from simulation.desk.clock import Happening
from simulation.desk.kinds import kinds_of
from simulation.life.authors import SECONDS_PER_DAY
from simulation.life.life import SECONDS_PER_HOUR
from simulation.philox import MASK
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, StageFacts, World

Table = npt.NDArray[Any]
_ROW_MARGIN = 8  # rows that one event may add, beside those of an agent's hands


class LifeTables:
    """What is laid out of the life of a world's cases."""

    def __init__(self, tables: Tables, world: World, cases: Cases, numbers: Numbers) -> None:
        """Lay it out; raises ValueError where the cases lack their context."""
        self.tables, self.world, self.cases, self.numbers = tables, world, cases, numbers
        self.timeline = Timeline(world.scenario.horizon)
        self.durations: list[tuple[float, float, int]] = []
        self.clocks: list[OpeningClock] = []  # of limits in minutes, else in seconds
        self.stages: list[StageFacts] = []
        self.spills: list[tuple[float, float, int, int, int]] = []
        self.place_of = {channel_id: k for k, channel_id in enumerate(world.scenario.channels)}

    def lay_out(self, seed: int, replication: int) -> None:
        """Lay out everything."""
        world, tables = self.world, self.tables
        self._add_channels()
        self._add_stages()
        self._add_desks()
        self._add_durations_and_clocks()
        self._add_languages()
        lives = _lives(world, self.cases)
        tables.keep("lives", lives)
        tables.keep("overflows", np.full(len(lives) * len(tables.of["desks"]), -1, np.int64))
        self._set_state(seed, replication)

    def _duration(self, said: Duration | None) -> int:
        """Return the number of a duration, -1 for none."""
        if said is None:
            return -1
        self.durations.append((said.mean_seconds, said.cv, KINDS[said.distribution]))
        return len(self.durations) - 1

    def _clock(self, clock: OpeningClock | None) -> int:
        """Return the number of a clock, -1 for one that runs always."""
        if clock is None:
            return -1
        self.clocks.append(clock)
        return len(self.clocks) - 1

    def _hours(self, windows: npt.NDArray[np.int64]) -> int:
        """Return the number of opening hours, in seconds."""
        self.clocks.append(OpeningClock(windows * 60))
        return len(self.clocks) - 1

    def _add_channels(self) -> None:
        said = self.world.scenario.channels
        table = np.zeros(len(self.world.channels), dtype=layout.CHANNEL)
        for number, (facts, noun) in enumerate(
            zip(self.world.channels, said.values(), strict=True)
        ):
            _fill(table[number], self._facts(facts, noun), self._returns(noun), self._relief(noun))
            own = table[number]
            own["first_stage"] = len(self.stages)
            self.stages.extend(facts.stages)
            own["last_stage"] = len(self.stages)
            minutes = np.ascontiguousarray(facts.rates.minute_hostile_chance, dtype=np.float64)
            own["minutes"] = len(minutes)
            self._keep_part(own, "minutes_at", minutes)
        for number, sources in enumerate(self._sources()):
            own = table[number]
            own["first_source"], own["last_source"] = self.numbers.add(sources)
        desks = list(self.world.scenario.external_desks.values())
        for number, channel_id in enumerate(said):
            own = table[number]
            takers = [place for place, desk in enumerate(desks) if channel_id in desk.channels]
            own["first_desk"], own["last_desk"] = self.numbers.add(takers)
        self.tables.keep("channels", table)

    def _facts(self, facts: ChannelFacts, noun: Channel) -> dict[str, float]:
        patience = facts.patience
        return {
            "recall": facts.recall,
            "false_positive": facts.false_positive_rate,
            "hostile_factor": facts.hostile_factor,
            "mean_handle": facts.handle.mean_seconds,
            "handle": self._duration(facts.handle),
            "sla_seconds": facts.sla_seconds,
            "clock": self._clock(facts.clock),
            "hours": self._hours(self.timeline.open_windows(noun.opening)),
            "rising": noun.hostility.rising_per_hour / SECONDS_PER_HOUR,
            "patience": self._duration(patience),
            "at_once": patience.at_once_share if patience else 0.0,
            "first_line": facts.first_line,
            "lines": len(facts.language_shares),
        }

    def _returns(self, noun: Channel) -> dict[str, float]:
        first = len(self.spills)
        self.spills.extend(
            (
                one.share,
                one.hostile_factor,
                self.place_of[one.to],
                -1 if one.at_most is None else one.at_most,
                self._duration(one.delay),
            )
            for one in noun.spill
        )
        said: dict[str, float] = {"first_spill": first, "last_spill": len(self.spills)}
        if noun.repost is not None:
            said |= {
                "repost": 1,
                "repost_share": noun.repost.share,
                "repost_after": self._duration(noun.repost.after),
                "repost_work": noun.repost.work_share,
                "repost_factor": noun.repost.hostile_factor,
                "repost_at_most": noun.repost.at_most,
            }
        if noun.repeat is not None:
            to = noun.repeat.to
            said |= {
                "repeat": 1,
                "repeat_share": noun.repeat.share,
                "repeat_to": -1 if to is None else self.place_of[to],
                "repeat_delay": self._duration(noun.repeat.delay),
                "repeat_factor": noun.repeat.hostile_factor,
                "repeat_at_most": noun.repeat.at_most,
            }
        if noun.backlash is not None:
            said |= {
                "backlash": 1,
                "branching": noun.backlash.branching,
                "branch_delay": noun.backlash.mean_delay_seconds,
                "branch_hostile": noun.backlash.hostile_share,
                "audience_cv": noun.backlash.audience_cv,
                "after_reply": noun.backlash.after_reply,
                "after_holding": noun.backlash.after_holding_reply,
                "after_moderation": noun.backlash.after_moderation,
            }
        return said

    def _relief(self, noun: Channel) -> dict[str, float]:
        said: dict[str, float] = {}
        if noun.bot is not None:
            said |= {
                "bot": 1,
                "bot_tried": noun.bot.tried_share,
                "bot_deflects": noun.bot.deflection,
                "bot_fails": noun.bot.failed_share,
                "bot_factor": noun.bot.hostile_factor,
                "bot_seconds": noun.bot.seconds,
                "bot_returns": self._duration(noun.bot.returns),
            }
        if noun.holding_reply is not None:
            said |= {
                "holding": 1,
                "holding_after": noun.holding_reply.after_seconds,
                "holding_patience": noun.holding_reply.patience_factor,
                "holding_rising": noun.holding_reply.rising_factor,
            }
        if noun.public_answers is not None:
            said |= {
                "answers": 1,
                "answer_deflection": noun.public_answers.deflection,
                "answer_seconds": noun.public_answers.hours * SECONDS_PER_HOUR,
                "answer_at_most": noun.public_answers.at_most,
                "answer_useful": noun.public_answers.useful_share,
            }
        if noun.callback is not None:
            said |= {
                "callback": 1,
                "call_after": noun.callback.offer_after_seconds,
                "call_acceptance": noun.callback.acceptance,
                "call_window": noun.callback.window_seconds,
                "call_unanswered": noun.callback.unanswered,
                "call_dial": noun.callback.dial_seconds,
                "call_retry": noun.callback.retry_seconds,
                "call_attempts": noun.callback.attempts,
            }
        if noun.moderation is not None:
            to = noun.moderation.to
            said |= {
                "moderation": 1,
                "moderated_share": noun.moderation.share,
                "moderated_after": noun.moderation.after_seconds,
                "moderated_closes": noun.moderation.closes_share,
                "moderated_to": -1 if to is None else self.place_of[to],
            }
        return said

    def _sources(self) -> list[list[int]]:
        """By channel: the channels whose public answers lower it."""
        sources: list[list[int]] = [[] for _ in self.place_of]
        for place, noun in enumerate(self.world.scenario.channels.values()):
            if noun.public_answers is not None:
                targets = [self.place_of[one] for one in noun.public_answers.channels]
                for target in targets or [place]:
                    sources[target].append(place)
        return sources

    def _add_stages(self) -> None:
        table = np.zeros(len(self.stages), dtype=layout.STAGE)
        for number, facts in enumerate(self.stages):
            noun, office = facts.noun, facts.noun.back_office
            _fill(
                table[number],
                {
                    "sla_seconds": facts.sla_seconds,
                    "clock": self._clock(facts.clock),
                    "handle": self._duration(facts.handle),
                    "think": self._duration(noun.think_time),
                    "office": self._duration(office.delay if office else None),
                    "office_share": office.share if office else 0.0,
                    "first_line": facts.first_line,
                    "back_to": facts.back_to,
                    "drop_out": noun.drop_out,
                    "back_share": noun.back_share,
                    "probability": noun.probability,
                    "still_hostile": noun.still_hostile,
                    "same_agent_seconds": noun.same_agent_seconds,
                    "public": noun.public,
                },
            )
        self.tables.keep("stages", table)
        spills = np.zeros(len(self.spills) + 1, dtype=layout.SPILL)
        for place, name in enumerate(("share", "factor", "to", "at_most", "delay")):
            spills[name][:-1] = [one[place] for one in self.spills]
        self.tables.keep("spills", spills)

    def _add_desks(self) -> None:
        desks = list(self.world.scenario.external_desks.values())
        table = np.zeros(len(desks), dtype=layout.DESK)
        for number, noun in enumerate(desks):
            most = noun.most_cases_per_day
            _fill(
                table[number],
                {
                    "after_seconds": noun.after_seconds,
                    "handle_factor": noun.handle_time_factor,
                    "capacity": noun.capacity,
                    "most": -1 if most is None else most,
                    "hours": self._hours(self._windows(noun)),
                    "only_hostile": noun.only_hostile,
                    "line_first": -1,
                    "line_last": -1,
                },
            )
        self.tables.keep("desks", table)
        days = self.world.day_minutes.astype(np.float64)
        self.tables.keep("days", days)
        self.tables.keep("taken", np.zeros(len(desks) * (len(days) + 1), dtype=np.int64))
        self._set_openings(desks)

    def _windows(self, noun: ExternalDesk) -> npt.NDArray[np.int64]:
        if noun.opening is None:
            return np.array([[0, self.timeline.total_minutes]])
        return self.timeline.open_windows(noun.opening)

    def _set_openings(self, desks: list[ExternalDesk]) -> None:
        """Await the opening of desks, and the midnights of those that count their days."""
        midnights = (self.world.day_minutes[:-1] * SECONDS_PER_MINUTE).tolist()
        events: list[tuple[float, int]] = []
        for number, noun in enumerate(desks):
            moments = {start * SECONDS_PER_MINUTE for start, _ in self._windows(noun).tolist()}
            if noun.most_cases_per_day is not None:
                moments.update(midnights)
            key = int(Happening.DESK_OPEN) << KIND_SHIFT | number
            events.extend((moment, key) for moment in moments)
        s, heap = self.tables.state[0], self.tables.of["heap"]
        known = heap[: int(s["heap"])].tolist()
        merged = np.array(sorted(known + events), dtype=EVENT)  # sorted, so a heap already
        room = np.zeros(len(heap) + len(events), dtype=EVENT)
        room[: len(merged)] = merged
        self.tables.keep("heap", room)
        s["heap"], s["heap_room"] = len(merged), len(room)

    def _add_durations_and_clocks(self) -> None:
        durations = np.zeros(len(self.durations), dtype=layout.DURATION)
        for place, name in enumerate(("mean", "cv", "kind")):
            durations[name] = [one[place] for one in self.durations]
        self.tables.keep("durations", durations)
        clocks, kept = clock_table(self.clocks)
        self.tables.keep("clocks", clocks)
        self.tables.parts.extend(kept)

    def _keep_part(self, record: Any, name: str, part: Table) -> None:
        kept = np.ascontiguousarray(part)
        self.tables.parts.append(kept)
        record[name] = kept.ctypes.data

    def _add_languages(self) -> None:
        """By line of a channel and other channel: the place of the same language there, or -1."""
        world = self.world
        names = [list(one.languages) for one in world.scenario.channels.values()]
        table = np.full((len(world.line_ids), len(names)), -1, dtype=np.int64)
        shares = np.ones(len(world.line_ids))
        for number, (facts, own) in enumerate(zip(world.channels, names, strict=True)):
            lines = len(facts.language_shares)
            shares[facts.first_line : facts.first_line + lines] = facts.language_shares
            for (place, language), other in itertools.product(enumerate(own), range(len(names))):
                if other != number and language in names[other]:
                    table[facts.first_line + place, other] = names[other].index(language)
        self.tables.keep("languages", table)
        self.tables.keep("shares", shares)

    def _set_state(self, seed: int, replication: int) -> None:
        s, tables, team = self.tables.state[0], self.tables, self.world.scenario.team
        s["lively"] = 1
        s["replication"], s["key_low"], s["key_high"] = replication, seed & MASK, seed >> 32 & MASK
        s["channels"], s["desks"] = len(tables.of["channels"]), len(tables.of["desks"])
        s["days"] = len(tables.of["days"])
        hands = int(tables.of["kinds"]["concurrency"].max(initial=1))
        s["row_margin"] = hands + _ROW_MARGIN
        s["heap_margin"] += 8 * (s["desks"] + 8)
        s["to_read"] = team.shift_end.hand_over_seconds
        kinds, ends = tables.of["kinds"], team.shift_end
        for number, deferrable in enumerate(kinds_of(self.world).deferrable):
            said = ends.deferrable if deferrable else ends.live
            kinds["hands_over"][number] = said is AtShiftEnd.HAND_OVER
        s["hands_over"] = AtShiftEnd.HAND_OVER in (ends.live, ends.deferrable)
        if self.world.scenario.authors is not None:
            self._remember(self.world.scenario.authors)

    def _remember(self, said: Authors) -> None:
        s, author = self.tables.state[0], self.tables.of["lives"]["author"]
        s["remembers"] = 1
        s["memory_seconds"] = said.memory_days * SECONDS_PER_DAY
        s["factor_after_hostile"] = said.factor_after_hostile
        s["factor_after_unanswered"] = said.factor_after_unanswered
        self.tables.keep("authors", np.full(int(author.max(initial=-1)) + 2, -1, dtype=np.int64))


def _fill(record: Any, *parts: dict[str, float]) -> None:
    for part in parts:
        for name, value in part.items():
            record[name] = value


def _lives(world: World, cases: Cases) -> Table:
    context = cases.context
    if context is None:
        raise ValueError("the scenario looks behind cases, which have no context here")
    lives = np.zeros(len(cases), dtype=layout.LIFE)
    channel = world.queue_channel[cases.queue]
    first_line = np.array([one.first_line for one in world.channels])
    lives["case_id"], lives["parent_id"] = cases.case_id, -1
    lives["origin"], lives["author"] = context.origin, context.author
    lives["channel"] = lives["came_to"] = channel
    lives["place"] = world.queue_line[cases.queue] - first_line[channel]
    lives["first"] = lives["matter"] = np.arange(len(cases))
    lives["chance"], lives["mark"] = context.hostile_chance, context.hostile_mark
    lives["audience"] = context.audience
    lives["leave_at"] = -math.inf
    lives["holding"] = lives["moderated"] = math.nan
    for name in ("external", "wanted", "fresh_next"):
        lives[name] = -1
    return lives
