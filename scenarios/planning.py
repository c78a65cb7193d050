"""How the plan is sought: seeds, replications, time, prices."""

from typing import Annotated

from pydantic import Field

from scenarios.base import Count, NonNegative, Noun, Positive, PositiveCount


class Volume(Noun):
    """What holds for the volume of all channels."""

    scale: NonNegative = 1.0
    """Factor on every channel's volume; 1.53 is a year's growth of digital requests (facts)."""


class Planning(Noun):
    """Search and proof."""

    seed: Count = 1
    """Seed of every random number."""
    deterministic: bool = False
    """Same roster byte for byte on every run; the solver then counts work instead of seconds."""
    solve_seconds: Positive = 20.0
    """Time for one solution of the roster, in the loop's each round."""
    solver_workers: Count = 0
    """Solver threads; 0: one for each processor, at least eight. Deterministic runs use one."""
    max_rounds: PositiveCount = 4
    """Most rounds of solve, simulate, cut."""
    replications: Annotated[PositiveCount, Field(ge=2)] = 40
    """Simulated horizons in each round of the loop."""
    certify_replications: Annotated[PositiveCount, Field(ge=2)] = 60
    """Least number of fresh simulated horizons of a certificate; more where the cap needs them."""
    most_certify_replications: Annotated[PositiveCount, Field(ge=2)] = 600
    """Most of them, where it is close; no more are made than decide every promise."""
    confidence: Annotated[float, Field(strict=True, gt=0.5, lt=1)] = 0.95
    """Confidence of every interval and of the certificate."""
    cap_compliance: Annotated[float, Field(strict=True, gt=0, lt=1)] = 0.95
    """Share of horizons in which nobody passes the cap, to be shown with that confidence."""
    due_again_hours: NonNegative = 12.0
    """Work that can wait and missed its limit is due again so much later, once, so that it does not
    make the next late as well; 0: the oldest always goes first (assumption: half a day)."""
    short_hour_cost: NonNegative = 400.0
    """Price of an agent-hour missing against the requirement, in the scenario's currency."""
    levers: bool = True
    """Whether a plan that misses a promise ends with a quick look at what would help."""
    shape_cost: NonNegative = 0.0
    """Price of every different start and length in use; fewer are easier to live with."""
    change_cost: NonNegative = 50.0
    """Price, in a repair, of a change to a published shift."""
    short_notice_cost: NonNegative = 100.0
    """Price, in a repair, of a change within the notice period, on top."""
