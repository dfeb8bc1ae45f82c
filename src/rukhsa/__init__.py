"""rukhsa: may this item go to these parties, there, for this use, on this date; and why?

>>> import rukhsa
>>> law = rukhsa.load()
>>> regime = law.on("2025-05-01")
>>> decision = regime.decide("NVIDIA H20", exporter="NVIDIA", origin="US", destination="CN", party_hq="CN")
>>> decision.verdict
'license_required'
"""

from __future__ import annotations

from rukhsa._version import __version__
from rukhsa.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rukhsa.decide.decision import Decision
    from rukhsa.decide.engine import Law, Regime, load
    from rukhsa.errors import Problem, RukhsaError

__all__ = ["Decision", "Law", "Problem", "Regime", "RukhsaError", "__version__", "load"]

_HOMES = {
    "Decision": "rukhsa.decide.decision",
    "Law": "rukhsa.decide.engine",
    "Regime": "rukhsa.decide.engine",
    "load": "rukhsa.decide.engine",
    "Problem": "rukhsa.errors",
    "RukhsaError": "rukhsa.errors",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are used: `import rukhsa` costs next to nothing."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module `rukhsa` has no attribute `{name}`")
