"""The cache gives what the files give, or nothing: damaged, foreign and stale entries are made anew."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rukhsa import cache
from rukhsa.cache import kept, kept_lines, kept_module, key_of
from rukhsa.catalog.items import load_catalog
from rukhsa.catalog.read import read_catalog
from rukhsa.decide.engine import load
from rukhsa.errors import RukhsaError
from rukhsa.law.pack import Pack, load_pack, read_pack
from rukhsa.law.source import PACKS

KEY = "a" * 64


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RUKHSA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Maker:
    """Counts how often an entry had to be made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Any:
        self.times += 1
        return {"law": ["قانون", 1]}


def entry(folder: Path) -> Path:
    (found,) = folder.glob("word-*.json")
    return found


def use(maker: Maker, key: str = KEY) -> None:
    assert kept("word", key, maker, lambda data: data["law"]) == ["قانون", 1]


def test_an_entry_is_made_once(folder: Path) -> None:
    maker = Maker()
    use(maker)
    use(maker)
    assert maker.times == 1
    assert entry(folder).stat().st_mode & 0o777 == 0o600
    assert not [name for name in os.listdir(folder) if name.startswith(".")]


def test_another_key_is_another_entry(folder: Path) -> None:
    maker = Maker()
    use(maker)
    use(maker, "b" * 64)
    use(maker, KEY[:32] + "c" * 32)  # the same name of file, yet stale
    assert maker.times == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[:-3],
        lambda text: text.replace(b"1", b"2"),
        lambda text: b"\x80" + text,
        lambda text: text.partition(b"\n")[2],
        lambda text: cache._with_table(KEY, ["[]"]),
        lambda text: cache._with_table(KEY, ["{"]),
    ],
)
def test_a_damaged_entry_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    maker = Maker()
    use(maker)
    whole = entry(folder).read_bytes()
    entry(folder).write_bytes(damage(whole))
    use(maker)
    assert maker.times == 2
    assert entry(folder).read_bytes() == whole


@pytest.mark.parametrize("place", range(0, 240, 7))
def test_a_line_that_is_damaged_is_made_anew_when_it_is_asked_for(folder: Path, place: int) -> None:
    lines = [json.dumps([index, "قانون"]) for index in range(6)]
    made: list[int] = []

    def make() -> list[str]:
        made.append(1)
        return lines

    def read(lines: cache.Lines) -> cache.Lines:
        return lines

    kept_lines("word", KEY, make, read)
    whole = entry(folder).read_bytes()
    assert len(whole) > 240
    entry(folder).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    found = kept_lines("word", KEY, make, read)
    assert [cache.read_line(found[index]) for index in range(6)] == [[index, "قانون"] for index in range(6)]
    assert len(made) == 2
    assert entry(folder).read_bytes() == whole


@pytest.mark.parametrize("mode", [0o660, 0o606])
def test_an_entry_that_others_may_write_is_made_anew(folder: Path, mode: int) -> None:
    maker = Maker()
    use(maker)
    entry(folder).chmod(mode)
    use(maker)
    assert maker.times == 2
    assert entry(folder).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_may_write_is_not_used(folder: Path) -> None:
    maker = Maker()
    use(maker)
    folder.chmod(0o777)
    use(maker)
    use(maker)
    assert maker.times == 3


def test_a_foreign_entry_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    use(maker)
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    use(maker)
    assert maker.times == 2


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    maker = Maker()
    use(maker)
    path = entry(folder)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    use(maker)
    assert maker.times == 2
    assert not path.is_symlink()


@pytest.mark.parametrize("value", ["off", "OFF", "no"])
def test_off_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RUKHSA_CACHE", value)
    maker = Maker()
    use(maker)
    use(maker)
    assert maker.times == 2
    assert cache.folder() is None
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RUKHSA_CACHE", str(tmp_path / "file" / "cache"))
    maker = Maker()
    use(maker)
    assert maker.times == 1
    assert kept_module("regime", KEY, lambda: "X = 1") is None


def test_where_the_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUKHSA_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert cache.folder() == "/x/rukhsa"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert cache.folder() == "/home/somebody/.cache/rukhsa"


def test_a_module_is_kept_as_source(folder: Path) -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return "X = 1\n"

    for _ in range(2):
        module = kept_module("regime", KEY, make)
        assert module is not None
        assert module.X == 1
    assert len(made) == 1
    (path,) = folder.glob("regime_*.py")
    path.write_text(path.read_text().replace("X = 1", "X = 2"))
    module = kept_module("regime", KEY, make)
    assert module is not None
    assert module.X == 1
    assert len(made) == 2


def test_old_entries_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 4)
    for index in range(12):
        use(Maker(), f"{index:064x}"[::-1])
    assert 2 <= len(list(folder.glob("word-*.json"))) <= 4


def test_many_processes_at_once(folder: Path) -> None:
    code = (
        "from rukhsa.cache import kept\n"
        "for n in range(40):\n"
        "    found = kept('word', f'{n % 4:064x}'[::-1], lambda: {'x': ['y'] * 5000}, lambda data: data['x'])\n"
        "    assert found == ['y'] * 5000\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [subprocess.Popen([sys.executable, "-c", code], env=environment) for _ in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    assert len(os.listdir(folder)) == 4


def test_a_key_follows_files_and_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "act.yaml"
    file.write_text("a: 1")
    before = key_of([file])
    assert key_of([file]) == before
    file.write_text("a: 2")
    assert key_of([file]) != before
    for room in cache._READERS:
        (tmp_path / room).mkdir()
    monkeypatch.setattr(cache, "HOME", tmp_path)
    other = key_of([file])
    (tmp_path / "language" / "compile.py").write_text("x = 1")
    cache._code.cache_clear()  # as another process would see it
    assert key_of([file]) != other


def test_packs_and_catalog_come_back_whole(folder: Path) -> None:
    for name in ("us",):
        read = read_pack(PACKS / name)
        assert json.loads(json.dumps(read.to_data())) == json.loads(json.dumps(load_pack(name).to_data()))
        again = load_pack(name)
        assert again.log.acts == read.log.acts
        assert dict(again.vocabulary) == dict(read.vocabulary)
        assert again.vocabulary.names.spellings == read.vocabulary.names.spellings
        assert again.vocabulary.numbers == read.vocabulary.numbers
        spelled = [
            {word: list(ids) for word, ids in pack.vocabulary.names.ids.items()} for pack in (again, read)
        ]
        assert spelled[0] == spelled[1]
        assert again.title == read.title
        assert [dict(item) for item in again.left_out] == [dict(item) for item in read.left_out]
        accepted = read.log.accepted(None, "company")
        for day in read.boundaries[::7]:
            assert again.on(day, accepted).hash == read.on(day, accepted).hash
    first = load_catalog()
    assert load_catalog().to_data() == first.to_data()
    assert first.to_data() == read_catalog(Path(cache.HOME) / "catalog", None).to_data()
    assert isinstance(load_pack("us"), Pack)


@pytest.mark.parametrize("day", ["2023-01-10", "2025-01-20", "2025-05-01", "2025-12-01"])
def test_answers_are_the_same_without_with_a_new_and_with_a_warm_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("NVIDIA H20", {"exporter": "NVIDIA"}),
        ("NVIDIA H100", {"destination": "AE", "party_hq": "AE"}),
    ]

    def answers() -> list[str]:
        regime = load(["us"]).on(day)
        route: dict[str, Any] = {"origin": "US", "destination": "CN", "party_hq": "CN"}
        return [json.dumps(regime.decide(item, **{**route, **more}).to_data()) for item, more in cases]

    monkeypatch.setenv("RUKHSA_CACHE", "off")
    plain = answers()
    monkeypatch.setenv("RUKHSA_CACHE", str(folder))
    assert answers() == plain
    assert answers() == plain
    assert list(folder.glob("folds-*.json"))


WHAT_IF = """
act: us/what-if/letter-lifted
title: {en: "What if the letter on the H20 were lifted", ar: "ماذا لو رفع الخطاب"}
kind: hypothetical
grade: law
public: 2025-07-15
does:
  - rescind: us/letter/nvidia-h20
    from: 2025-07-15
"""


def with_what_if(text: str, path: Path) -> str:
    """The whole answer under a what-if, from a law that has read nothing yet."""
    path.write_text(text, encoding="utf-8")
    regime = load().on("2025-08-01", overlays=[path])
    decision = regime.decide("NVIDIA H20", exporter="NVIDIA", origin="US", destination="CN", party_hq="CN")
    return json.dumps([regime.hash, decision.to_data()], sort_keys=True)


def test_a_what_if_gives_the_same_answers_however_often_it_was_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "what-if.yaml"
    found = [with_what_if(WHAT_IF, path) for _ in range(3)]
    assert list(folder.glob("overlays-*.json"))
    monkeypatch.setenv("RUKHSA_CACHE", "off")
    assert {*found, with_what_if(WHAT_IF, path)} == {found[0]}


def test_a_what_if_that_was_edited_is_read_anew(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "what-if.yaml"
    lifted = with_what_if(WHAT_IF, path)
    assert with_what_if(WHAT_IF.replace("from: 2025-07-15", "from: 2025-09-01"), path) != lifted


def test_a_what_if_that_is_not_sound_is_refused_every_time(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "what-if.yaml"
    for _ in range(2):
        with pytest.raises(RukhsaError, match="nvidia-h21"):
            with_what_if(WHAT_IF.replace("us/letter/nvidia-h20", "us/letter/nvidia-h21"), path)
    assert not list(folder.glob("overlays-*.json"))
