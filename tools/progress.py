"""Lines that tell what a long step does and how long it took."""

import contextlib
import sys
import threading
import time

HEARTBEAT_SECONDS = 20


class Progress:
    """Print one line when a step starts, one when it ends, and some in between."""

    def __init__(self, stream=None, clock=time.monotonic):
        self._stream = stream
        self._clock = clock
        self._lock = threading.Lock()
        self._started = clock()

    def say(self, text):
        """Print one line at once, to standard error, so that results stay apart."""
        stream = self._stream or sys.stderr
        with self._lock:
            print(f"  {text}", file=stream, flush=True)

    @contextlib.contextmanager
    def step(self, title):
        """Time the block; a step that lasts says so, a step that fails too."""
        begin = self._clock()
        done = threading.Event()
        self.say(f"{title} ...")
        beat = threading.Thread(target=self._beat, args=(title, begin, done))
        beat.daemon = True
        beat.start()
        try:
            yield
        except BaseException:
            self.say(f"{title}: stopped after {self._since(begin)}")
            raise
        else:
            self.say(f"{title}: {self._since(begin)}")
        finally:
            done.set()

    def total(self):
        """Return the time since the command began, in words."""
        return self._since(self._started)

    def _beat(self, title, begin, done):
        while not done.wait(HEARTBEAT_SECONDS):
            self.say(f"{title}: still working, {self._since(begin)}")

    def _since(self, begin):
        return in_words(self._clock() - begin)


def in_words(seconds):
    """Return a duration as people write it: `0.4 s`, `12 s`, `2 min 5 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
