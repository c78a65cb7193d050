"""Heads: least numbers of some agents on duty, whatever the volume, and nobody alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.people.prices import units
from scheduler.requirement import HeadCount
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, constant, total
from scheduler.roster_model.presence import Amounts, groups_counted, presence_of, starting
from scheduler.roster_model.supply import Supply


@dataclass(frozen=True)
class _Slot:
    """A slot of a count: what is wanted, what it costs not to have it, who may be there."""

    wanted: int
    short_price: int | None
    over_price: int
    heads: Amounts  # those who count against what is wanted
    moments: tuple[Amounts, ...]  # where nobody may be alone: those there at each moment

    def key(self) -> tuple[object, ...]:
        """Return what slots that need the same rows have in common."""
        seen = tuple(tuple(map(id, amounts)) for amounts in (self.heads, *self.moments))
        return self.wanted, self.short_price, self.over_price, seen


def hard_heads(heads: Sequence[HeadCount]) -> tuple[HeadCount, ...]:
    """Return the counts that must be met, without what is priced of them."""
    hard = (count for count in heads if count.short_cost is None)
    return tuple(replace(one, over_cost=np.zeros(len(one.wanted))) for one in hard)


def add_heads(ground: Ground, heads: Sequence[HeadCount], supply: Supply) -> None:
    """Have the heads that are wanted in every slot, or pay for those missing or too many.

    Slots in which the same is wanted of the same people have one set of rows together.
    """
    for count in heads:
        alike: dict[tuple[object, ...], list[_Slot]] = {}
        for slot in _slots(ground, count, supply):
            alike.setdefault(slot.key(), []).append(slot)
        for slots in alike.values():
            _add_wanted(ground, slots[0], len(slots), len(count.agent_ids))
            _add_never_alone(ground, slots[0], len(slots), len(count.agent_ids))


def _slots(ground: Ground, count: HeadCount, supply: Supply) -> Iterator[_Slot]:
    """Yield the slots of a count in which something is wanted or priced."""
    in_slots = count.template_id is None
    groups = groups_counted(ground, count) if in_slots else ()
    presence = presence_of(ground, supply, groups) if in_slots else None
    for number, wanted in enumerate(count.wanted):
        short = None if count.short_cost is None else units(float(count.short_cost[number]))
        over = units(float(count.over_cost[number]))
        if not (wanted > 0 or over or count.never_alone):
            continue
        if presence is None:
            heads = starting(ground, count, number)
            moments = [heads]
        else:
            heads = presence.all_through(groups, number)
            moments = presence.moments(groups, number)
        yield _Slot(int(wanted), short, over, heads, tuple(moments) if count.never_alone else ())


def _add_wanted(ground: Ground, slot: _Slot, slots: int, most: int) -> None:
    model, present = ground.model, total(slot.heads)
    if slot.wanted > 0:
        short: Linear = constant(0)
        if slot.short_price is not None:
            short = model.new_int_var(0, slot.wanted, "heads_short")
            ground.pay(slot.short_price * slots, short)
        model.add(present + short >= slot.wanted)
    if slot.over_price and most > slot.wanted:
        over = model.new_int_var(0, most - slot.wanted, "heads_over")
        model.add(present - over <= slot.wanted)
        ground.pay(slot.over_price * slots, over)


def _add_never_alone(ground: Ground, slot: _Slot, slots: int, most: int) -> None:
    """Have nobody there or at least two at every moment, or pay."""
    model = ground.model
    alone: Linear = constant(0)
    if slot.moments and slot.short_price is not None:
        alone = model.new_bool_var("alone")
        ground.pay(slot.short_price * slots, alone)
    for amounts in slot.moments:
        if amounts:
            somebody = model.new_bool_var("somebody")
            ground.whole.append(somebody)
            model.add(total(amounts) <= most * somebody)
            model.add(total(amounts) + alone >= 2 * somebody)
