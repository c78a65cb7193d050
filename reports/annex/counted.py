"""What is counted about people, what is simulated, and what is neither."""

from reports.annex.part import AnnexPart

EXPOSURE = "exposure"
TIME = "time"

AGENT_FIGURES: dict[str, tuple[str, str]] = {
    "handled": (EXPOSURE, "cases handled: what the hostile share is a share of"),
    "hostile_share": (EXPOSURE, "hostile share of the person's own cases over the horizon"),
    "max_window_share": (EXPOSURE, "the highest hostile share in any week or other window"),
    "windows_over_cap": (EXPOSURE, "how often the cap was passed"),
    "hostile_minutes_per_paid_hour": (EXPOSURE, "hostile handling minutes in a paid hour"),
    "most_contacts_in_shift": (EXPOSURE, "most hostile contacts in a shift, ever"),
    "most_minutes_per_paid_hour": (EXPOSURE, "the same minutes in the worst window, ever"),
    "longest_hostile_run": (EXPOSURE, "most hostile cases in a row, on average"),
    "longest_run_ever": (EXPOSURE, "most hostile cases in a row, ever"),
    "occupancy": (TIME, "share of time on duty with something in hand"),
    "overtime_minutes": (TIME, "minutes worked past the end of a shift"),
    "adherence": (TIME, "minutes in the rostered state"),
    "conformance": (TIME, "minutes worked over minutes rostered"),
    "paid_hours": (TIME, "paid hours of shifts worked"),
    "absent_hours": (TIME, "paid hours of shifts missed, drawn by chance"),
    "pause_minutes": (TIME, "unplanned pauses, drawn by chance"),
}
"""Every figure of an agent in an outcome; a test fails for one that is not described here."""


def counted() -> AnnexPart:
    """Return what the routing counts, and which figures of people are simulated."""
    rows = tuple((name, kind, words) for name, (kind, words) in AGENT_FIGURES.items())
    return AnnexPart(
        "What is counted, and what is not",
        (
            "The routing counts exposure and nothing else: for each person the cases handed out "
            "and, of them, those that are hostile by their label or, where people mark it at the "
            "close, in truth. The counts go back to nought with each window of the cap.",
            "The figures below come from a simulation of made-up weeks under the assumptions of "
            "the scenario. They say how the plan would treat people, and nothing of what anybody "
            "did: no real work is measured.",
            "People are never scored for emotion, mood or stress; their voice, face and text are "
            "not looked at. Only the customer's text is classified as hostile or not, before the "
            "plan, by a system of your own; fairshift reads no text and keeps none.",
            "There is no ranking by performance. Nobody's speed or quality is measured, and "
            "shifts and work are not handed out by them. Handle times by training and for new "
            "people are assumptions of the planner, the same for all of a kind.",
        ),
        ("figure of a person", "kind", "what it is (simulated)"),
        rows,
    )
