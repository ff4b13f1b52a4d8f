"""Locks between several `./dev` at the same time, freed by the system on any death."""

import contextlib
import fcntl
import os

from tools.errors import Trouble


class Lock:
    """A lock file: many may share it, or one may have it alone."""

    def __init__(self, path):
        self.path = path
        self._handle = None

    def acquire(self, shared=False, wait=True):
        """Take the lock; without waiting, return whether that was possible."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, mode | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(handle)
            return False
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return True

    def release(self):
        """Give the lock back; nothing happens when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def lock(context, name):
    """Return the lock of that name in the cache."""
    return Lock(context.folder("locks") / f"{name}.lock")


@contextlib.contextmanager
def exclusive(context, name, doing):
    """Hold a lock alone; say so when another `./dev` makes us wait."""
    held = lock(context, name)
    if not held.acquire(wait=False):
        context.progress.say(f"Waiting for another ./dev that is {doing} ...")
        held.acquire()
    try:
        yield
    finally:
        held.release()


@contextlib.contextmanager
def shared(context, name):
    """Hold a lock together with others."""
    held = lock(context, name)
    held.acquire(shared=True)
    try:
        yield
    finally:
        held.release()


@contextlib.contextmanager
def alone_or_trouble(context, name, sentence):
    """Hold a lock alone, or stop with a sentence when others have it."""
    held = lock(context, name)
    if not held.acquire(wait=False):
        raise Trouble(sentence)
    try:
        yield
    finally:
        held.release()
