"""The file of an order book: what kind it is, its identity, and its bytes, packed or not."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import os
import re
from pathlib import Path
from typing import IO

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say

CSV, PARQUET, XLSX = "csv", "parquet", "xlsx"
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.]+:/")
_NO_TABLES = {
    "pdf": re.compile(rb"%PDF-"),
    "markup": re.compile(rb"\s*<"),
    "json": re.compile(rb"\s*(\[\s*)?\{"),
}
_GZIP, _PARQUET, _ZIP, _OLD_EXCEL = b"\x1f\x8b", b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def kind_of(path: Path) -> str:
    """Whether a file is CSV (packed with gzip or not), Parquet or XLSX, by what it holds.

    Raises:
        RukhsaError: there is no such file, it cannot be read, or it is a workbook of the old kind.
    """
    if _ADDRESS.match(str(path)):
        raise RukhsaError(Problem(say("orders.address"), str(path), fix=say("orders.address_fix")))
    if path.is_dir():
        raise RukhsaError(Problem(say("errors.folder_no_book"), str(path)))
    if not path.is_file() and (path.exists() or str(path) == "-"):
        raise RukhsaError(Problem(say("errors.no_regular_file"), str(path), fix=say("orders.piped_fix")))
    if not path.exists():
        raise RukhsaError(Problem(say("errors.does_not_exist"), str(path)))
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise unreadable(path, error) from None
    if head.startswith(_OLD_EXCEL):
        raise RukhsaError(Problem(say("orders.old_excel"), str(path), fix=say("orders.old_excel_fix")))
    if path.suffix.lower() == ".parquet" or head.startswith(_PARQUET):
        return PARQUET
    if head.startswith(_ZIP):
        return XLSX
    for kind, begins in _NO_TABLES.items():
        if begins.match(head.removeprefix(codecs.BOM_UTF8)):
            told = say("orders.no_table", kind=say(f"orders.kind_{kind}"))
            raise RukhsaError(Problem(told, str(path), fix=say("orders.no_table_fix")))
    return CSV


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def identity(path: Path) -> dict[str, object]:
    """What tells whether a file is the same as before: its size and the SHA-256 of its content."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise unreadable(path, error) from None
    return {"bytes": size, "sha256": digest}


def unreadable(path: Path, error: OSError | EOFError) -> RukhsaError:
    """That a file, or the rest of it, cannot be read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RukhsaError(Problem(say("errors.unreadable", reason=reason), str(path)))
