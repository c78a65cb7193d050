"""Expected contacts and tasks by line and interval, without a single draw."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.arrivals.visits import Visits, visits_of
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, World

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Expected:
    """Expected numbers, arrays of shape (lines, intervals); unused lines are zero."""

    cases: Floats
    hostile: Floats  # of them, truly hostile ones


@dataclass(frozen=True)
class ExpectedTasks:
    """Expected tasks of the team and their work, arrays of shape (lines, intervals)."""

    tasks: Floats
    hostile: Floats
    work_minutes: Floats  # hostile factor included


def first_contacts(world: World) -> Expected:
    """Return the expected first contacts: drawn ones with events, replayed ones, and storms.

    They lie on the lines of first stages. What waits at the start is not among them.
    """
    contacts = _nothing(world)
    for channel in world.channels:
        rates = channel.rates
        by_language = _shares(channel)[:, None]
        rows = _rows(channel)
        contacts.cases[rows] = by_language * _by_interval(world, rates.minute_cases)
        angry = rates.minute_cases * rates.minute_hostile_chance
        contacts.hostile[rows] = by_language * _by_interval(world, angry)
        _add_replay(world, channel, contacts)
    edges = np.arange(world.intervals + 1) * world.step_seconds
    for storm in world.storms:
        channel = world.channels[storm.channel]
        age = np.maximum(edges - storm.start_seconds, 0.0)
        come = -np.expm1(-age / storm.noun.mean_delay_seconds)
        cases = _shares(channel)[:, None] * storm.noun.cases * np.diff(come)
        contacts.cases[_rows(channel)] += cases
        contacts.hostile[_rows(channel)] += storm.noun.hostile_share * cases
    return contacts


def expected_tasks(world: World) -> ExpectedTasks:
    """Return the expected tasks of the team, later stages and returning customers included.

    To the first contacts come the backlog, in the first interval; the bot takes away what it
    ends, and who comes back from it follows later; repeated contacts follow the closed cases, as
    often as they may. Lags are means, in whole intervals: think times, back office and delays
    count, the team's own waiting and work do not, and what would fall behind the horizon is left
    out. Backlash, spill, reposts, moderation, public answers, calls back and external desks
    depend on the service, so the simulation has to say what they bring.
    """
    walks = [visits_of([stage.noun for stage in channel.stages]) for channel in world.channels]
    reaching = _past_the_bot(world, first_contacts(world))
    _add_backlog(world, reaching)
    wave = reaching
    for past in range(_most_repeats(world)):
        wave = _past_the_bot(world, _repeats(world, walks, wave, past))
        reaching = Expected(reaching.cases + wave.cases, reaching.hostile + wave.hostile)
    shape = reaching.cases.shape
    tasks = ExpectedTasks(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    for channel, walk in zip(world.channels, walks, strict=True):
        _add_stages(world, channel, walk, reaching, tasks)
    return tasks


def team_share(world: World, channel: ChannelFacts) -> float:
    """Return the share of a channel's contacts that reaches the team, soon or after the bot."""
    bot = world.scenario.channels[channel.id].bot
    return 1.0 - bot.tried_share * bot.deflection * (1.0 - bot.failed_share) if bot else 1.0


def _nothing(world: World) -> Expected:
    shape = (len(world.line_ids), world.intervals)
    return Expected(np.zeros(shape), np.zeros(shape))


def _shares(channel: ChannelFacts) -> Floats:
    return np.diff(channel.language_shares, prepend=0.0)


def _rows(channel: ChannelFacts, first_line: int | None = None) -> slice:
    """The channel's lines of its first stage, or those that begin with another line."""
    first = channel.first_line if first_line is None else first_line
    return slice(first, first + len(channel.language_shares))


def _by_interval(world: World, by_minute: Floats) -> Floats:
    total: Floats = by_minute.reshape(world.intervals, -1).sum(axis=1)
    return total


def _add_replay(world: World, channel: ChannelFacts, contacts: Expected) -> None:
    facts = channel.replay
    if facts is None:
        return
    place = np.flatnonzero((facts.seconds >= 0) & (facts.seconds < world.horizon_seconds))
    interval = (facts.seconds[place] // world.step_seconds).astype(np.int64)
    minute = (facts.seconds[place] // SECONDS_PER_MINUTE).astype(np.int64)
    said, language = facts.hostile[place], facts.language[place]
    chance = np.where(np.isnan(said), channel.rates.minute_hostile_chance[minute], said)
    for number, share in enumerate(_shares(channel)):
        weight = facts.times * np.where(language < 0, share, language == number)
        row = channel.first_line + number
        np.add.at(contacts.cases[row], interval, weight)
        np.add.at(contacts.hostile[row], interval, weight * chance)


def _add_backlog(world: World, contacts: Expected) -> None:
    nouns = world.scenario.channels
    for channel in world.channels:
        said = world.scenario.start.backlog.get(channel.id)
        if said is not None:
            cases = _shares(channel) * said.cases
            contacts.cases[_rows(channel), 0] += cases
            contacts.hostile[_rows(channel), 0] += nouns[channel.id].hostile_share * cases


def _past_the_bot(world: World, contacts: Expected) -> Expected:
    """What reaches the team: who was not helped by the bot comes later, and angrier."""
    cases, hostile = contacts.cases.copy(), contacts.hostile.copy()
    for channel in world.channels:
        bot = world.scenario.channels[channel.id].bot
        if bot is None:
            continue
        rows = _rows(channel)
        over = _intervals(world, bot.seconds)
        ended = bot.tried_share * bot.deflection
        tried = bot.tried_share - ended
        for numbers in (cases, hostile):
            came = numbers[rows]
            numbers[rows] = (1 - bot.tried_share) * came + tried * _later(came, over)
        lag = _intervals(world, bot.seconds + bot.returns.mean_seconds)
        back = ended * bot.failed_share * _later(contacts.cases[rows], lag)
        cases[rows] += back
        hostile[rows] += back * np.minimum(_chance(world, channel) * bot.hostile_factor, 1.0)
    return Expected(cases, hostile)


def _most_repeats(world: World) -> int:
    repeats = [channel.repeat for channel in world.scenario.channels.values()]
    return max((repeat.at_most for repeat in repeats if repeat is not None), default=0)


def _repeats(world: World, walks: list[Visits], wave: Expected, past: int) -> Expected:
    """Contacts of those whose matter was closed in a wave and who come back once more."""
    nouns, ids = world.scenario.channels, list(world.scenario.channels)
    contacts = _nothing(world)
    for channel, walk in zip(world.channels, walks, strict=True):
        repeat = nouns[channel.id].repeat
        if repeat is None or past >= repeat.at_most:
            continue
        target = world.channels[ids.index(repeat.to or channel.id)]
        lag = _intervals(world, walk.closing_lag_seconds + repeat.delay.mean_seconds)
        closed = repeat.share * walk.closed_share * _later(wave.cases[_rows(channel)], lag)
        cases = _languages(world, channel, target).T @ closed
        angry = np.minimum(_chance(world, target) * repeat.hostile_factor, 1.0)
        contacts.cases[_rows(target)] += cases
        contacts.hostile[_rows(target)] += cases * angry
    return contacts


def _languages(world: World, channel: ChannelFacts, target: ChannelFacts) -> Floats:
    """Shares of a channel's languages that come back in each of another's: the same if it can."""
    own = list(world.scenario.channels[channel.id].languages)
    there = list(world.scenario.channels[target.id].languages)
    shares = np.tile(_shares(target), (len(channel.language_shares), 1))
    for place, language in enumerate(own):
        if language in there:
            shares[place] = np.eye(len(there))[there.index(language)]
    return shares


def _chance(world: World, channel: ChannelFacts) -> Floats:
    """Usual chance of hostility on a channel in each interval."""
    by_minute = channel.rates.minute_hostile_chance
    mean: Floats = by_minute.reshape(world.intervals, -1).mean(axis=1)
    return mean


def _add_stages(
    world: World, channel: ChannelFacts, walk: Visits, reaching: Expected, tasks: ExpectedTasks
) -> None:
    """Add a channel's tasks and their work, stage by stage."""
    source, extra = _rows(channel), channel.hostile_factor - 1.0
    for place, stage in enumerate(channel.stages):
        rows = _rows(channel, stage.first_line)
        lag = _intervals(world, float(walk.lag_seconds[place]))
        number = walk.visits[place] * _later(reaching.cases[source], lag)
        angry = walk.hostile_visits[place] * _later(reaching.hostile[source], lag)
        tasks.tasks[rows] += number
        tasks.hostile[rows] += angry
        handle_minutes = stage.handle.mean_seconds / SECONDS_PER_MINUTE
        tasks.work_minutes[rows] += (number + extra * angry) * handle_minutes


def _intervals(world: World, seconds: float) -> int:
    return round(seconds / world.step_seconds)


def _later(numbers: Floats, intervals: int) -> Floats:
    """The same numbers so many intervals later; what falls behind the end is lost."""
    if intervals == 0:
        return numbers
    result = np.zeros_like(numbers)
    result[:, intervals:] = numbers[:, :-intervals]
    return result
