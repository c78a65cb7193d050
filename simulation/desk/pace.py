"""Pace: how fast agents work, by training, time in the job and what has just happened."""

from simulation.desk.kinds import Kinds
from simulation.desk.speeds import agent_speed
from simulation.world import World


def needs_pace(world: World) -> bool:
    """Whether any agent's pace ever differs from that of the channels."""
    team = world.scenario.team
    return bool(team.profiles) or team.learning is not None or team.after_hostile is not None


class Pace:
    """Factors on handle times by agent."""

    __slots__ = ("learned", "slow_factor", "slow_seconds", "slow_until", "speed")

    def __init__(self, world: World, kinds: Kinds) -> None:
        """Start with everybody fresh."""
        after = world.scenario.team.after_hostile
        by_channel = agent_speed(world).tolist()
        self.speed = [[own[channel] for channel in kinds.channel] for own in by_channel]
        self.learned = [1.0] * len(by_channel)  # factor of the learning curve, of this segment
        self.slow_factor = 1.0 + (after.slowdown if after else 0.0)
        self.slow_seconds = after.for_seconds if after else 0.0
        self.slow_until = [-1.0e300] * len(by_channel)

    def factor(self, agent: int, kind: int, now: float) -> float:
        """Return the factor on the handle time of a case that an agent begins now."""
        factor: float = self.speed[agent][kind] * self.learned[agent]
        return factor * self.slow_factor if now < self.slow_until[agent] else factor

    def slow_down(self, agent: int, now: float) -> None:
        """Note that an agent has just ended a hostile case."""
        self.slow_until[agent] = now + self.slow_seconds
