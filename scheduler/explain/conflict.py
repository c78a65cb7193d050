"""Conflicts: what cannot hold together, in the planner's words, and what giving way takes."""

from dataclasses import dataclass

from scheduler.explain.words import listed, some_of


@dataclass(frozen=True)
class Part:
    """Something that cannot hold beside the other parts of a conflict."""

    words: str
    way: str | None  # how far it has to give way; None: alone that is not enough


@dataclass(frozen=True)
class Conflict:
    """Parts that cannot hold together, and can as soon as one of them is left out.

    What giving way takes is reckoned with everything else that is asked for, not only with the
    other parts.
    """

    about: str  # an agent, or heads at a time
    parts: tuple[Part, ...]
    likewise: tuple[str, ...] = ()  # agents for whom the same parts clash
    leaves: str = ""  # what is left under them, if that is a number

    @property
    def sentence(self) -> str:
        """The conflict in one plain sentence."""
        others = f" (likewise {listed(some_of(self.likewise))})" if self.likewise else ""
        if not self.parts:
            nothing = self.leaves or "the lengths and times of the shifts leave nothing"
            return f"{self.about}: {nothing}{others}"
        parts = "; ".join(_with_way(part) for part in self.parts)
        said = "these cannot all be kept" if len(self.parts) > 1 else "no shifts can give this"
        leaves = f"; {self.leaves}" if self.leaves else ""
        return f"{self.about}: {said}: {parts}{leaves}{others}"


def _with_way(part: Part) -> str:
    way = "alone it is not enough to give way here" if part.way is None else f"price: {part.way}"
    return f"{part.words} [{way}]"
