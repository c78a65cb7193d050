"""A team several times over."""

from benchmarks.own_rosters import times
from scenarios.library import find
from scenarios.reader import read_scenario
from scenarios.team import Team


def test_people_volume_and_heads_on_duty_grow_alike() -> None:
    base = read_scenario(find("team-of-12"))
    duty = {"first-aid": {"skill": "phone", "agents": 2}}
    team = Team.model_validate({**dict(base.team), "on_duty": duty})
    large = times(base.replace(team=team), 3)
    ids = [agent.id for agent in large.team.agents]
    assert len(ids) == len(set(ids)) == 36
    assert large.volume.scale == 3 * base.volume.scale
    assert large.team.on_duty["first-aid"].agents == 6
    hours = [
        sum(one.team.contract_of(agent).hours_per_week for agent in one.team.agents)
        for one in (base, large)
    ]
    assert hours[1] == 3 * hours[0]
