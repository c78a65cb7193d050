"""Public answers: what one customer reads spares another one the question."""

from collections import deque
from typing import TYPE_CHECKING

from simulation.life.decisions import ASKING, spared_share
from simulation.philox import Purpose

if TYPE_CHECKING:
    from simulation.life.life import Life

SECONDS_PER_HOUR = 3600.0


class FreshAnswers:
    """Public answers that are still fresh, by the channel that gave them."""

    __slots__ = ("life", "said", "sources", "until")

    def __init__(self, life: "Life") -> None:
        """Start without an answer."""
        channels = life.world.scenario.channels
        number = {channel_id: place for place, channel_id in enumerate(channels)}
        self.life = life
        self.said = [channel.public_answers for channel in channels.values()]
        self.until: list[deque[float]] = [deque() for _ in channels]
        self.sources: list[list[int]] = [[] for _ in channels]  # by channel: who lowers it
        for place, said in enumerate(self.said):
            for target in (said.channels if said else ()) or ((None,) if said else ()):
                self.sources[place if target is None else number[target]].append(place)

    def spare(self, row: int, now: float) -> bool:
        """Whether a harmless customer has read the answer already and never asks."""
        life = self.life
        sources = self.sources[life.rows.channel[row]]
        if not sources or life.desk.hostile[row] or life.rows.origin[row] not in ASKING:
            return False
        asked = 1.0
        for place in sources:
            asked *= 1.0 - self._spared_share(place, now)
        return life.draws(row, Purpose.SPARED, 1.0 - asked)

    def _spared_share(self, place: int, now: float) -> float:
        said, until = self.said[place], self.until[place]
        if said is None:
            return 0.0
        while until and until[0] <= now:
            until.popleft()
        return spared_share(said.deflection, len(until), said.at_most)

    def note(self, row: int, now: float) -> None:
        """Note an answer; one in public to a harmless case may help others."""
        life = self.life
        channel = life.rows.channel[row]
        said = self.said[channel]
        if said is None or life.desk.hostile[row]:
            return
        if not life.world.channels[channel].stages[life.rows.stage[row]].noun.public:
            return
        if life.draws(row, Purpose.USEFUL, said.useful_share, life.rows.visit[row]):
            self.until[channel].append(now + said.hours * SECONDS_PER_HOUR)
