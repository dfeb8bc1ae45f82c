"""How far a long run is: on a terminal one line that is written anew, elsewhere nothing."""

from __future__ import annotations

import sys
import time

from rukhsa.words.messages import Message, directed, say

_EVERY = 0.2  # seconds


class Progress:
    """Tells lines done, the rate and the time left.

    Args:
        total: lines in all.
        before: lines that were done when this run began.
    """

    def __init__(self, total: int, lang: str, before: int = 0) -> None:
        self.total, self.lang, self.before = total, lang, before
        self.shown = sys.stderr.isatty()
        self._began = self._told = time.monotonic()

    def __call__(self, done: int) -> None:
        """So many lines are done."""
        now = time.monotonic()
        if not self.shown or now - self._told < _EVERY:
            return
        self._told = now
        rate = (done - self.before) / max(now - self._began, 1e-9)
        left = clock((self.total - done) / rate) if rate else "?"
        percent = 100 * done // max(self.total, 1)
        self._tell(
            say(
                "orders.progress",
                done=f"{done:,}",
                total=f"{self.total:,}",
                percent=percent,
                rate=f"{rate:,.0f}",
                left=left,
            )
        )

    def looked(self, done: int) -> None:
        """So many lines were looked through."""
        now = time.monotonic()
        if self.shown and now - self._told >= _EVERY:
            self._told = now
            self._tell(say("orders.looking", done=f"{done:,}"))

    def _tell(self, message: Message) -> None:
        text = message.text(self.lang)
        print(f"\r\033[K{text if self.lang == 'en' else directed(text)}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def clock(seconds: float) -> str:
    """A duration as `m:ss` or `h:mm:ss`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
