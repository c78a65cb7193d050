"""Levers besides the team: moderation, a bot, an agency, opening hours."""

from collections.abc import Iterator
from typing import Any

from scenarios.channels import Channel, Medium
from scenarios.relief import Bot, ExternalDesk, Moderation
from scenarios.scenario import Scenario
from scenarios.wall import WeekWindows
from scheduler.cap.lever import ASSUMED, Lever, LeverKind

_WRITTEN = (Medium.MESSAGE, Medium.EMAIL, Medium.CHAT)
_BY_THE_CASE = "by the case (assumption)"
_DESK = "lever-agency"


def relief_levers(scenario: Scenario) -> Iterator[Lever]:
    """Yield what could keep hostile or common cases from the team, channel by channel."""
    for channel_id, channel in scenario.channels.items():
        if channel.medium is Medium.POST and channel.moderation is None and _hostile(channel):
            moderation = Moderation(
                share=ASSUMED.moderated_share,
                closes_share=ASSUMED.moderated_closed,
                cost=ASSUMED.moderation_cost,
            )
            words = f"moderation of {channel_id}"
            yield _changed(
                scenario, LeverKind.MODERATION, words, channel_id, {"moderation": moderation}
            )
        if channel.medium in _WRITTEN and channel.bot is None and channel.replay is None:
            bot = Bot(cost=ASSUMED.bot_cost)
            if channel.realtime:
                bot = bot.model_copy(update={"seconds": ASSUMED.bot_live_seconds})
            words = f"a bot before {channel_id}"
            yield _changed(scenario, LeverKind.BOT, words, channel_id, {"bot": bot})
        if _hostile(channel) and not _has_desk(scenario, channel_id):
            yield _agency(scenario, channel_id, channel)


def opening_levers(scenario: Scenario) -> Iterator[Lever]:
    """Yield live channels that close an hour sooner, or later within the team's hours."""
    step = ASSUMED.hours_step_minutes
    for channel_id, channel in scenario.channels.items():
        if channel.realtime:
            own = channel.opening or scenario.horizon.opening
            for minutes, told in ((-step, "sooner"), (step, "later")):
                hours = _moved(own, scenario.horizon.opening, minutes)
                if hours != own:
                    yield Lever(
                        LeverKind.HOURS,
                        f"{channel_id} closes {step} minutes {told}",
                        _with_channel(scenario, channel_id, {"opening": hours}),
                        None,
                        None,
                        "what it is worth to customers is not known",
                    )


def _moved(own: WeekWindows, team: WeekWindows, minutes: int) -> WeekWindows:
    """Return hours whose last window of a day ends so much later, within the team's."""
    days = []
    for windows, outer in zip(own, team, strict=True):
        if not windows:
            days.append(windows)
            continue
        *kept, (start, end) = windows
        latest = max((stop for _, stop in outer), default=end)
        moved = min(end + minutes, max(latest, end))
        days.append((*kept, (start, moved)) if moved > start else tuple(kept))
    return tuple(days)


def _agency(scenario: Scenario, channel_id: str, channel: Channel) -> Lever:
    limit = channel.sla.within_seconds if channel.sla is not None else 0.0
    desk = ExternalDesk(
        channels=(channel_id,),
        after_seconds=ASSUMED.agency_after * limit,
        only_hostile=True,
        capacity=ASSUMED.agency_at_once,
        price_per_case=ASSUMED.agency_price,
        opening=channel.opening,
    )
    desks = {**scenario.external_desks, _DESK: desk}
    changed = scenario.model_copy(update={"external_desks": desks})
    words = f"an agency takes hostile cases of {channel_id} after {_wait(desk.after_seconds)}"
    return Lever(LeverKind.AGENCY, words, changed, None, 0.0, _BY_THE_CASE)


def _wait(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.4g} min"


def _changed(
    scenario: Scenario, kind: LeverKind, words: str, channel_id: str, update: dict[str, Any]
) -> Lever:
    changed = _with_channel(scenario, channel_id, update)
    return Lever(kind, words, changed, None, 0.0, _BY_THE_CASE)


def _with_channel(scenario: Scenario, channel_id: str, update: dict[str, Any]) -> Scenario:
    channel = scenario.channels[channel_id].model_copy(update=update)
    return scenario.model_copy(update={"channels": {**scenario.channels, channel_id: channel}})


def _hostile(channel: Channel) -> bool:
    return channel.hostile_share > 0


def _has_desk(scenario: Scenario, channel_id: str) -> bool:
    return any(channel_id in desk.channels for desk in scenario.external_desks.values())
