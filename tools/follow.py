"""The output of programs that run side by side, shown one after the other."""

import sys
import time

PAUSE_SECONDS = 0.2


class Follower:
    """Show the output of the first program as it comes, then that of the next.

    So nothing is interleaved, and nobody stares at a silent screen.
    """

    def __init__(self, stream=None):
        self._stream = stream
        self._queue = []
        self._open = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._close()

    def add(self, title, path, process):
        """Follow one more program, whose output goes into a file."""
        self._queue.append((title, path, process))

    def ended(self, running):
        """Show what there is, wait a little, return the entries whose program ended."""
        self._show()
        done = [entry for entry in running if entry[1].poll() is not None]
        if not done:
            time.sleep(PAUSE_SECONDS)
        elif len(done) == len(running):
            self._show()
        return done

    def _show(self):
        while self._queue:
            title, path, process = self._queue[0]
            if self._open is None:
                self._write(f"\n--- {title} ---\n")
                self._open = open(path, encoding="utf-8", errors="replace")
            over = process.poll() is not None
            self._write(self._open.read())
            if not over:
                return
            self._close()
            self._queue.pop(0)

    def _write(self, text):
        if text:
            stream = self._stream or sys.stdout
            stream.write(text)
            stream.flush()

    def _close(self):
        if self._open is not None:
            self._open.close()
            self._open = None
