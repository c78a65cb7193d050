"""Compilation: typed decorators, and a cache on disk that knows every source it was made from."""

import functools
import hashlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import caching, types
from numba.extending import register_jitable

Function = TypeVar("Function", bound=Callable[..., Any])

_TYPES = {int: types.int64, float: types.float64, bool: types.boolean}
_HOUSE = Path(__file__).resolve().parents[2]
SOURCES = (  # beside this room: what compiled code takes functions or constants from
    "scenarios/durations.py",
    "simulation/desk/clock.py",
    "simulation/desk/decisions.py",
    "simulation/desk/steps.py",
    "simulation/life/decisions.py",
    "simulation/luck.py",
    "simulation/philox.py",
    "simulation/records.py",
)


def compiled(function: Function) -> Function:
    """Compile a function that only compiled functions call; it is kept with its callers.

    Arguments have the types of their annotations, so that there is one version of it only.
    """
    made: Any = numba.njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(
        function
    )
    said = [_TYPES.get(one.annotation) for one in inspect.signature(function).parameters.values()]
    given = made.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return given(tuple(one or arg for one, arg in zip(said, args, strict=True)), kws)

    made.get_call_template = get_call_template
    return made


def inlined(function: Function) -> Function:
    """Let compiled functions have a function's body in place of a call, as vectors need it."""
    made: Function = numba.njit(error_model="numpy", inline="always")(function)
    return made


def entry(function: Function) -> Function:
    """Compile a function that Python calls, and keep the machine code on disk.

    It runs beside other threads: the interpreter's lock is let go.

    The cache lies where NUMBA_CACHE_DIR says, else beside the source, else in the user's cache
    directory; where none of them can be written, code is compiled in every process.
    """
    made: Any = numba.njit(error_model="numpy", nogil=True)(function)
    try:
        made._cache = _Cache(function)
    except RuntimeError:  # no place to write to
        return made
    return made


def shared(*functions: Callable[..., Any]) -> None:
    """Let compiled functions call plain ones, which Python goes on calling as they are."""
    for function in functions:
        register_jitable(function)


def is_compiled(function: Callable[..., Any]) -> bool:
    """Whether machine code of an entry is in this process or on disk."""
    made: Any = function
    if made.signatures:
        return True
    cache = made._cache
    if isinstance(cache, caching.NullCache):
        return False
    return bool(cache._cache_file._load_index())


@functools.cache
def _stamp(room: Path) -> str:
    """Return a digest of all sources; numba itself looks at the file of the entry alone."""
    digest = hashlib.sha256()
    for path in (*sorted(room.glob("*.py")), *(_HOUSE / name for name in SOURCES)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _Stamped:
    _py_file: str

    def get_source_stamp(self) -> str:
        return _stamp(Path(self._py_file).resolve().parent)

    def get_disambiguator(self) -> str:
        return "entry"


class _Said(_Stamped, caching.UserProvidedCacheLocator):  # type: ignore[misc]
    pass


class _Beside(_Stamped, caching.InTreeCacheLocator):  # type: ignore[misc]
    pass


class _OfUser(_Stamped, caching.UserWideCacheLocator):  # type: ignore[misc]
    pass


class _CacheImpl(caching.CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Said, _Beside, _OfUser)


class _Cache(caching.FunctionCache):  # type: ignore[misc]
    _impl_class = _CacheImpl
