"""The output of programs that run side by side, shown one after the other."""

import codecs
import sys
import time

PAUSE_SECONDS = 0.2


class Follower:
    """Show the output of the first program as it comes, then that of the next.

    So nothing is interleaved, and nobody stares at a silent screen.
    """

    def __init__(self, stream=None):
        self._stream = stream or sys.stdout
        self._queue = []
        self._position = None
        self._decoder = None

    def add(self, title, path, process):
        """Follow one more program, whose output goes into a file."""
        self._queue.append((title, path, process))

    def ended(self, running):
        """Show what there is, wait a little, return the entries whose program ended."""
        self.show()
        done = [entry for entry in running if entry[1].poll() is not None]
        if not done:
            time.sleep(PAUSE_SECONDS)
        return done

    def show(self):
        """Show what has been written since the last time, in the order of adding."""
        while self._queue:
            title, path, process = self._queue[0]
            # Asked first: what is written after the answer is shown next time.
            over = process.poll() is not None
            self._show_new(title, path)
            if not over:
                return
            self._queue.pop(0)
            self._position = None

    def _show_new(self, title, path):
        if self._position is None:
            self._position = 0
            # Half a character at the end waits for its other half.
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._stream.write(f"\n--- {title} ---\n")
        with open(path, "rb") as file:
            file.seek(self._position)
            new = file.read()
        self._position += len(new)
        self._stream.write(self._decoder.decode(new))
        self._stream.flush()
