"""The compiled twin of the desk with life: in any world, the same records bit for bit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.world import compile_world
from tests.simulation.compiled.same import check_same
from tests.simulation.test_world_properties import quick
from tests.simulation.worlds import rosters, routings, worlds


@settings(quick, max_examples=100)
@given(st.data())
def test_the_twin_says_the_same_in_any_world(data: st.DataObject) -> None:
    said = data.draw(worlds())
    plan, by = data.draw(rosters(said)), data.draw(routings(said))
    check_same(compile_world(said), plan, by)
