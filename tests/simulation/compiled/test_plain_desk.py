"""The compiled twin of the desk: in any world without life, the same records bit for bit."""

import dataclasses
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.people import AfterHostile, Learning, Profile, Shrinkage, Sickness
from scenarios.scenario import Scenario
from simulation.world import compile_world
from tests.simulation.compiled.same import check_same
from tests.simulation.scenes import MONDAY
from tests.simulation.test_desk_properties import quick, scenarios
from tests.simulation.worlds import rosters, routings


@st.composite
def teams(draw: st.DrawFn, said: Scenario) -> Scenario:
    """The scenario with what may make people slower, tired or not there."""
    channel = next(iter(said.channels))
    changes: dict[str, Any] = {
        "after_hostile": draw(st.sampled_from([None, AfterHostile(slowdown=0.5)])),
        "shrinkage": draw(st.sampled_from([None, Shrinkage(share=0.2)])),
        "sickness": draw(st.sampled_from([None, Sickness(spells_per_year=10.0)])),
        "learning": draw(st.sampled_from([None, Learning()])),
        "profiles": {"quick": Profile(handle_time_factor={channel: 0.7})},
        "agents": tuple(
            one.model_copy(
                update={
                    "profile": draw(st.sampled_from([None, "quick"])),
                    "started": draw(st.sampled_from([None, MONDAY])),
                }
            )
            for one in said.team.agents
        ),
    }
    return said.model_copy(update={"team": said.team.model_copy(update=changes)})


@settings(quick, max_examples=60)
@given(st.data())
def test_the_twin_says_the_same_in_any_world(data: st.DataObject) -> None:
    said = data.draw(scenarios())
    plan = data.draw(rosters(said))
    by = data.draw(routings(said))
    check_same(compile_world(said), plan, by)


@settings(quick, max_examples=60)
@given(st.data())
def test_the_twin_says_the_same_of_any_team(data: st.DataObject) -> None:
    said = data.draw(scenarios().flatmap(teams))
    plan = data.draw(rosters(said))
    by = dataclasses.replace(data.draw(routings(said)), first_come=data.draw(st.booleans()))
    check_same(compile_world(said), plan, by)
