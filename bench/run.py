"""Measures rukhsa and writes docs/benchmarks.md (`make bench`); `python bench/run.py one batch` measures these alone.

Every benchmark compares answers before it prints a speed. A section that is not measured stays as it was.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.measure import Options, machine, say, versions  # noqa: E402

OUT = ROOT / "docs" / "benchmarks.md"
NAMES = ("one", "batch", "growth", "changes", "overlay", "reading", "cold")
HEAD = """# Benchmarks

Written by `make bench` (`python bench/run.py`), not by hand. Each section says when, where and how it was measured;
each benchmark finds equal answers before it prints a speed.
"""


def sections_of(text: str) -> dict[str, str]:
    """The sections of the page by their titles."""
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def page(sections: dict[str, str]) -> str:
    return HEAD + "".join(f"\n## {title}\n\n{body}\n" for title, body in sections.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "names", nargs="*", choices=[*NAMES, []], help=f"of {', '.join(NAMES)}; all when absent"
    )
    parser.add_argument("--lines", help="sizes of the books, as 1000000,10000000")
    parser.add_argument("--growth", help="sizes of the books of the growth table")
    parser.add_argument(
        "--checked", type=int, default=Options.checked, help="lines on which answers are compared"
    )
    parser.add_argument("--slow", type=int, default=Options.slow, help="lines for what is slow")
    parser.add_argument("--repeating", action="store_true", help="a book in which orders repeat")
    parser.add_argument("--folder", type=Path, help="where books are kept")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    options = Options(
        lines=_sizes(given.lines) or Options.lines,
        growth=_sizes(given.growth) or Options.growth,
        checked=given.checked,
        slow=given.slow,
        repeating=given.repeating,
        **({"folder": given.folder} if given.folder else {}),
    )
    sections = sections_of(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    modules = {name: import_module(f"bench.{name}") for name in NAMES}
    for name in given.names or NAMES:
        module = modules[name]
        say(f"{name}: {module.TITLE}")
        about = f"{datetime.date.today()}; {machine()}; {versions()}. `{_command(name, given)}`"
        sections[module.TITLE] = "\n".join([about, "", *module.section(options)])
        ordered = {m.TITLE: sections[m.TITLE] for m in modules.values() if m.TITLE in sections}
        given.out.write_text(page(ordered), encoding="utf-8")
        print(f"## {module.TITLE}\n\n{sections[module.TITLE]}\n", flush=True)


def _sizes(text: str | None) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",")) if text else ()


def _command(name: str, given: argparse.Namespace) -> str:
    sizes = [f"--{key} {value}" for key in ("lines", "growth") if (value := getattr(given, key))]
    return " ".join(["python bench/run.py", name, *sizes, *(["--repeating"] if given.repeating else [])])


if __name__ == "__main__":
    main()
