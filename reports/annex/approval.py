"""Who approved what is published, and what spoke against it."""

from collections.abc import Mapping, Sequence

from reports.annex.part import AnnexPart, Row
from reports.publish.objections import Objection
from reports.publish.publication import NoticeGiven, Publication
from reports.wording import counted


def approval(
    made: Publication | None, objections: Sequence[Objection], labels: Mapping[str, str]
) -> AnnexPart:
    """Return who approved, when and under which reference; None is a draft."""
    if made is None:
        return AnnexPart(
            "Approval",
            ("A draft: nothing of this is published, and nobody has approved it.",),
        )
    against = tuple(one.disguised(labels) for one in objections) if made.despite else ()
    return AnnexPart(
        "Approval",
        (f"Published although something spoke against it: {'; '.join(against)}.",)
        if against
        else (),
        ("what", "said"),
        tuple(_rows(made)),
    )


def _rows(made: Publication) -> list[Row]:
    said = made.approval
    rows: list[Row] = [
        ("publication", f"no. {made.number}"),
        ("approved by", said.by),
        ("approved at", f"{said.at_local} ({said.zone})"),
        ("reference", said.reference or "none"),
    ]
    if said.note:
        rows.append(("note", said.note))
    if made.despite:
        rows.append(("published despite that, because", made.despite.reason))
    rows.append(("verdict", made.verdict.sentence))
    rows.append(("notice", _notice(made.notice)))
    rows.extend((name.replace("_", " "), digest) for name, digest in made.digests.items())
    return rows


def _notice(given: NoticeGiven) -> str:
    if given.first_shift is None:
        return "no shift"
    days = f"{given.to_first_shift}, counted from {given.counted_from}"
    if given.kept:
        return f"kept ({days})"
    return f"not kept for {counted(len(given.short), 'shift')} ({days})"
