"""Writing a scenario as YAML."""

import io

from ruamel.yaml import YAML

from scenarios.scenario import Scenario


def scenario_to_yaml(scenario: Scenario) -> str:
    """Return a scenario as YAML with every field filled in; it reads back equal."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None  # innermost lists and mappings on one line
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 100
    yaml.allow_unicode = True
    text = io.StringIO()
    yaml.dump(scenario.model_dump(mode="json"), text)
    return text.getvalue()
