"""Chromium for the browser journeys and the pictures."""

import shutil

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def find(context):
    """Return the browser of the machine, or nothing."""
    for name in NAMES:
        found = shutil.which(name, path=context.env.get("PATH"))
        if found:
            return found
    return None


def ensure(context):
    """Return a browser."""
    return find(context)
