"""The version of the software, and nothing else: `rukhsa --version` must not import more."""

__version__ = "0.1.0"
