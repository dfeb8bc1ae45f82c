"""From the truths of terms to findings: lines of the same true and open terms have the same finding."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from rukhsa.columns.bits import Planes, Words, places
from rukhsa.columns.numbering import Codes, distinct
from rukhsa.columns.plan import Epoch, Term

Hashes = npt.NDArray[np.uint64]  # two lanes: [lane, line]
TRUE, OPEN = "true", "open"


class Collision(Exception):
    """Two signatures of which one lane is the same and the other is not: to be made again by other hashes."""


class Seeds:
    """Random numbers for what signatures are made of, the same each time in one run."""

    def __init__(self, seed: int = 0) -> None:
        self._salt = seed.to_bytes(8, "big")
        self._known: dict[Hashable, Hashes] = {}

    def forget(self) -> None:
        """Let go of what can be made again the same."""
        self._known.clear()

    def of(self, key: Hashable) -> Hashes:
        found = self._known.get(key)
        if found is None:
            data = blake2b(repr(key).encode(), digest_size=16, salt=self._salt).digest()
            found = self._known[key] = np.frombuffer(data, np.uint64).reshape(2, 1)
        return found


class Numbers:
    """Numbers of signatures, from 0 on; what is found of each is kept by its number."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def number(self, hashes: Hashes) -> tuple[Codes, Codes]:
        """The number of each signature, and the first places of those not seen before, in the order of their numbers."""
        lanes = np.ascontiguousarray(hashes).view(np.int64)
        keys, at, firsts = distinct(lanes[0])
        checks = lanes[1][firsts]
        if (checks[at] != lanes[1]).any():
            raise Collision
        known, before = self._known, len(self._known)
        numbers = np.empty(len(keys), np.int64)
        for index, (key, check) in enumerate(zip(keys.tolist(), checks.tolist(), strict=True)):
            other, number = known.setdefault(key, (check, len(known)))
            if other != check:
                raise Collision
            numbers[index] = number
        return numbers[at], firsts[numbers >= before]


class Tally:
    """The signature of each line's terms, moved from epoch to epoch by what differs."""

    def __init__(self, planes: Planes, half: int, seeds: Seeds) -> None:
        self.planes = planes
        self.half = half
        self.seeds = seeds
        self.hashes: Hashes = np.zeros((2, planes.sure[0].shape[-1] * 64), np.uint64)
        self._terms: dict[Hashable, Term] = {}

    def move(self, terms: Sequence[Term]) -> Words:
        """Take up the terms of an epoch; gives the lines whose signature differs, as bits."""
        new = {term.key: term for term in terms}
        moved = np.zeros(self.planes.sure[0].shape[-1], np.uint64)
        for key in self._terms.keys() | new.keys():
            before, after = self._terms.get(key), new.get(key)
            if before is not after and not (
                before and after and before.node == after.node and before.matters == after.matters
            ):
                moved |= self._exchange(key, self._state(before), self._state(after))
        self._terms = new
        return moved

    def _state(self, term: Term | None) -> tuple[Words, Words] | None:
        if term is None:
            return None
        planes = self.planes
        matters = planes.sure[term.matters][self.half]
        sure = planes.sure[term.node][self.half] & matters
        return sure, matters & ~sure

    def _exchange(
        self, key: Hashable, before: tuple[Words, Words] | None, after: tuple[Words, Words] | None
    ) -> Words:
        moved = np.zeros(self.planes.sure[0].shape[-1], np.uint64)
        for index, how in enumerate((TRUE, OPEN)):
            old = before[index] if before else np.zeros_like(moved)
            new = after[index] if after else np.zeros_like(moved)
            for bits, sign in ((old & ~new, -1), (new & ~old, 1)):
                if bits.any():
                    at = places(bits)
                    seed = self.seeds.of((key, how))
                    self.hashes[:, at] += seed if sign > 0 else -seed
                    moved |= bits
        return moved


def own_terms(planes: Planes, half: int, terms: Iterable[Term], words: slice, seeds: Seeds) -> Hashes:
    """The signature of these terms alone, for the lines of some words."""
    count = (words.stop - words.start) * 64
    found: Hashes = np.zeros((2, count), np.uint64)
    for term in terms:
        matters = planes.sure[term.matters][half, words]
        if not matters.any():
            continue
        sure = planes.sure[term.node][half, words] & matters
        for bits, how in ((sure, TRUE), (matters & ~sure, OPEN)):
            if bits.any():
                found[:, places(bits)] += seeds.of((term.key, how))
    return found


def reached(
    planes: Planes,
    epoch: Epoch,
    words: slice,
    wanted: Words,
    seeds: Seeds,
    asked: Mapping[str, Words] | None,
) -> Hashes:
    """What is unknown beneath the open terms of an epoch: the unknown nodes met walking down from them.

    A part that is known decides nothing beneath an unknown node: were it to, the node were known. So the unknown
    parts of each node met, down to the comparisons, say all that further facts could change; with the truths that
    the comparisons have when all presumptions are taken, all that any of the presumptions could.

    Args:
        wanted: the lines to walk for: [presumed or not, word].
        asked: the lines on which each provision, which is open there, is asked about when all presumptions are taken,
            [0, word], nothing in [1, word]; else all that matter are.

    Returns:
        signatures: [presumed or not, lane, line].
    """
    graph = planes.graph
    met: dict[int, Words] = {}

    def meet(node: int, bits: Words) -> None:
        if node in met:
            np.bitwise_or(met[node], bits, out=met[node])
        elif bits.any():
            met[node] = bits

    found: Hashes = np.zeros((2, 2, wanted.shape[-1] * 64), np.uint64)
    for term in epoch.terms:
        bits = wanted & planes.sure[term.matters][:, words] & ~planes.sure[term.node][:, words]
        if asked is not None:
            bits[0] = asked[term.name][0] if term.name in asked else 0
        meet(term.node, bits)
        _count(found, bits, (term.key, "root"), seeds)
    for node in range(len(graph.vertices) - 1, -1, -1):
        if node not in met:
            continue
        bits, vertex = met[node], graph.vertices[node]
        for part in vertex.parts:
            below = bits & planes.may[part][..., words] & ~planes.sure[part][..., words]
            if below.ndim == 3 and not graph.vertices[part].of_party:
                below = np.bitwise_or.reduce(below, axis=0)
            meet(part, below)
        if vertex.kind == "atom":
            sure, may = planes.sure[node][..., :1, words], planes.may[node][..., :1, words]
            for kind, held in (("true", sure), ("open", may & ~sure), ("false", ~may)):
                _count(found, bits & held, (node, kind), seeds)
        else:
            _count(found, bits, node, seeds)
    return found


def _count(found: Hashes, bits: Words, key: Hashable, seeds: Seeds) -> None:
    if bits.ndim == 3:
        for party, own in enumerate(bits):
            _count(found, own, (key, party), seeds)
        return
    for half in (0, 1):
        if bits[half].any():
            found[half][:, places(bits[half])] += seeds.of(key)
