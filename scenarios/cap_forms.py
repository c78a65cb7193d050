"""The forms of the cap that are proved, and how they are said."""

from collections.abc import Iterable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapLimits, CapWindow
from scenarios.cap_layers import all_limits, cool_downs_of
from scenarios.scenario import Scenario

Floats = npt.NDArray[np.float64]


class CapForm(StrEnum):
    """What of an agent's hostile work is limited."""

    SHARE = "share"
    CONTACTS = "contacts"
    MINUTES = "minutes"
    RUN = "run"


def limit_in(limits: CapLimits, form: CapForm) -> float | None:
    """Return the limit of a form, None where there is none."""
    return dict(zip(CapForm, limits.forms, strict=True))[form]


def limits_in_force(scenario: Scenario) -> dict[CapForm, tuple[float, ...]]:
    """Return the limits that agents have by form, lowest first, of the forms that anybody has."""
    everybody = all_limits(scenario).values()
    found: dict[CapForm, tuple[float, ...]] = {}
    for form in CapForm:
        own = {limit_in(limits, form) for limits in everybody} - {None}
        if own:
            found[form] = tuple(sorted(limit for limit in own if limit is not None))
    return found


def limits_by_form(scenario: Scenario) -> dict[CapForm, Floats]:
    """Return by form that anybody has the limit of each agent, infinity where there is none."""
    everybody = list(all_limits(scenario).values())
    return {
        form: np.array(
            [np.inf if (own := limit_in(one, form)) is None else own for one in everybody],
            dtype=np.float64,
        )
        for form in limits_in_force(scenario)
    }


def promise_words(form: CapForm, limits: Iterable[float], window: CapWindow) -> str:
    """Return a promise in words, e.g. "20 % a week" or "at most 3 hostile contacts in a row"."""
    factor = 100 if form is CapForm.SHARE else 1
    low, *_, high = (values := sorted(limits))[0], values[-1]
    span = f"{factor * low:.4g}" + (f" to {factor * high:.4g}" if high > low else "")
    contacts = "contact" if high == 1 else "contacts"
    return {
        CapForm.SHARE: f"{span} % a {window.value}",
        CapForm.CONTACTS: f"at most {span} hostile {contacts} a shift",
        CapForm.MINUTES: f"at most {span} hostile minutes a paid hour of a {window.value}",
        CapForm.RUN: f"at most {span} hostile {contacts} in a row",
    }[form]


def cap_words(scenario: Scenario) -> str:
    """Return what the cap promises in one line; where it promises nothing, what else it does."""
    if scenario.cap is None:
        return "none"
    window = scenario.cap.window
    said = [promise_words(*one, window) for one in limits_in_force(scenario).items()]
    return "; ".join(said) or ("cool-downs alone" if cool_downs_of(scenario) else "none")
