"""JSON read by the scanner of the standard library's own module, whose import a short command need not wait for."""

from __future__ import annotations

from collections.abc import Callable

from rukhsa.hints import Any


def _reader() -> Callable[[str], Any]:
    try:
        from _json import make_scanner
    except ImportError:
        from json import loads

        return loads
    scan = make_scanner(_As)  # type: ignore[arg-type]  # whose attributes are all that it reads

    def read(text: str) -> Any:
        try:
            return scan(text, 0)[0]
        except StopIteration:
            raise ValueError("no JSON") from None

    return read


class _As:
    """How values are read: as `json.loads` reads them."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


read_json = _reader()
