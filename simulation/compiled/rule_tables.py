"""Tables of the rules: who is asked for what by time of week, and the steps of the ladder."""

import numpy as np

from simulation.compiled import layout
from simulation.compiled.memory_tables import Tables
from simulation.compiled.numbers import Numbers
from simulation.desk.router import Routing
from simulation.desk.steps import StepKind
from simulation.world import World


def add_turns(tables: Tables, world: World, routing: Routing, numbers: Numbers) -> None:
    """Lay out for each time of the week the levels of queues, then of groups; the first holds."""
    queues, groups = len(world.queue_ids), len(world.group_ids)
    turns = np.zeros((len(routing.periods.rules), queues + groups), dtype=layout.TURN)
    for own, rules in zip(turns, routing.periods.rules, strict=True):
        for queue, levels in enumerate(rules.groups_of_queue):
            own["first_level"][queue], own["last_level"][queue] = numbers.add_levels(levels)
            helpers = rules.helpers_of_queue[queue]
            own["first_helper"][queue], own["last_helper"][queue] = numbers.add(helpers)
        for group, levels in enumerate(rules.queues_of_group, start=queues):
            own["first_level"][group], own["last_level"][group] = numbers.add_levels(levels)
    for name in ("first_level", "last_level", "first_helper", "last_helper"):
        tables.of["queues"][name] = turns[name][0, :queues]
    for name in ("first_level", "last_level"):
        tables.of["groups"][name] = turns[name][0, queues:]
    tables.keep("turns", turns.ravel())


def add_steps(tables: Tables, routing: Routing, numbers: Numbers) -> None:
    """Lay out the steps for hostile cases that nobody may take."""
    s, said = tables.state[0], routing.steps
    steps = np.zeros(len(said.all) + 1, dtype=layout.LADDER_STEP)
    for number, one in enumerate(said.all):
        # A group that a step asks is a level of its own.
        level = numbers.add_levels([[one.to]])[0] if one.kind is StepKind.GROUP else -1
        steps[number] = (one.after_seconds, int(one.kind), one.to, level)
    tables.keep("ladder", steps)
    tables.keep("step_seconds", np.array([*said.seconds, 0.0], dtype=np.float64))
    s["steps"], s["step_times"], s["breach_step"] = len(said.all), len(said.seconds), said.breach
