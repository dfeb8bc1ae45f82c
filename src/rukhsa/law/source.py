"""YAML as plain text values with the line of each: what the readers of acts, vocabularies and cases share.

Every scalar stays text (`NO` is not false, `740.10` not 740.1); anchors, aliases and duplicate keys are
refused, so that a small file cannot grow into a large one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.records import dataclass
from rukhsa.words.messages import say

PACKS = Path(__file__).parent / "packs"
LARGEST_FILE = 2_000_000
DEEPEST = 80

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document read from a file: its data, and the line on which each part stands."""

    file: str
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of a part, or of the nearest part around it."""
        key = tuple(path)
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key)

    def problem(self, path: Sequence[str | int], message: str, fix: str | None = None) -> Problem:
        return Problem(message, self.file, self.line(path), ".".join(map(str, path)) or None, fix)


def read_file(path: Path, shown: str | None = None) -> list[Source]:
    """Read the documents of a YAML file.

    Raises:
        RukhsaError: the file cannot be read, is too large, or is not plain YAML.
    """
    name = shown or str(path)
    try:
        if path.is_dir():
            raise RukhsaError(Problem(say("errors.folder_no_file"), name))
        if path.exists() and not path.is_file():
            raise RukhsaError(Problem(say("errors.no_regular_file"), name))
        if path.stat().st_size > LARGEST_FILE:
            raise RukhsaError(
                Problem(say("errors.too_large", bytes=f"{LARGEST_FILE:,}"), name, fix=say("errors.split_it"))
            )
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RukhsaError(
            Problem(say("errors.no_utf8", byte=error.start), name, fix=say("errors.no_utf8_fix"))
        ) from None
    except OSError as error:
        raise RukhsaError(Problem(say("errors.unreadable", reason=error.strerror), name)) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> list[Source]:
    """Read YAML documents from text; `name` stands for the file in errors."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise RukhsaError(
                    Problem(say("errors.too_deep"), name, _line(event), fix=say("errors.split_it"))
                )
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise RukhsaError(
                    Problem(say("errors.anchors"), name, _line(event), fix=say("errors.anchors_fix"))
                )
        nodes = list(yaml.compose_all(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(str(error.problem or error.context or "not YAML").split())
        raise RukhsaError(
            Problem(say("errors.no_yaml", reason=message), name, mark.line + 1 if mark else None)
        ) from None
    except yaml.YAMLError as error:
        raise RukhsaError(Problem(say("errors.no_yaml", reason=" ".join(str(error).split())), name)) from None
    except (ValueError, OverflowError) as error:  # an escape or a number that is none
        raise RukhsaError(
            Problem(say("errors.no_yaml", reason=" ".join(str(error).split())[:80]), name)
        ) from None
    return [_source(node, name) for node in nodes]


def _line(event: Any) -> int | None:
    mark = event.start_mark
    return None if mark is None else int(mark.line) + 1


def _source(node: Any, name: str) -> Source:
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), lines, problems, name)
    if problems:
        raise RukhsaError(*problems)
    return Source(name, data, lines)


def _plain(node: Any, path: Path_, lines: dict[Path_, int], problems: list[Problem], name: str) -> Any:
    import yaml

    lines[path] = node.start_mark.line + 1
    if len(path) > DEEPEST:
        problems.append(Problem(say("errors.too_deep"), name, lines[path]))
        return None
    if isinstance(node, yaml.ScalarNode):
        return None if node.value == "" and node.style is None else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(part, (*path, index), lines, problems, name) for index, part in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(say("errors.key_no_text"), name, key_node.start_mark.line + 1))
            continue
        key = key_node.value
        if key in result:
            problems.append(
                Problem(
                    say("errors.key_twice", key=key),
                    name,
                    key_node.start_mark.line + 1,
                    ".".join(map(str, (*path, key))),
                )
            )
        result[key] = _plain(value_node, (*path, key), lines, problems, name)
        lines[(*path, key)] = key_node.start_mark.line + 1
    return result
