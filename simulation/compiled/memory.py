"""Memory: records and numbers at an address, so that one pointer stands for the whole state."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_INT = ir.IntType(64)
At = Callable[[int, int], Any]
"""Given an address and an index, what stands there."""


def record_at(dtype: np.dtype[Any]) -> At:
    """Return a function for compiled code that gives the record at an address and an index.

    The record is the memory itself: what is assigned to its fields is assigned there.
    """
    record = numba.from_dtype(dtype)

    @intrinsic  # type: ignore[untyped-decorator]
    def at(_context: Any, _address: Any, _index: Any) -> Any:
        def codegen(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            place = _place(builder, args, dtype.itemsize)
            return builder.inttoptr(place, context.get_value_type(record))

        return record(types.int64, types.int64), codegen

    return at


def number_at(kind: Any) -> At:
    """Return a function for compiled code that loads the number at an address and an index."""

    @intrinsic  # type: ignore[untyped-decorator]
    def at(_context: Any, _address: Any, _index: Any) -> Any:
        def codegen(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            place = _place(builder, args, 8)
            lltype = context.get_value_type(kind)
            pointer = builder.inttoptr(place, lltype.as_pointer())
            return builder.load(pointer, typ=lltype)

        return kind(types.int64, types.int64), codegen

    return at


@intrinsic  # type: ignore[untyped-decorator]
def set_int_at(_context: Any, _address: Any, _index: Any, _value: Any) -> Any:
    """Store a number at an address and an index, in compiled code."""

    def codegen(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        builder.store(args[2], builder.inttoptr(_place(builder, args[:2], 8), _INT.as_pointer()))

    return types.void(types.int64, types.int64, types.int64), codegen


def _place(builder: Any, args: Any, size: int) -> Any:
    address, index = args
    return builder.add(address, builder.mul(index, ir.Constant(_INT, size)))


int_at = number_at(types.int64)
float_at = number_at(types.float64)
