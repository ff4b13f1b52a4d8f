"""The one exception that the tooling shows to its user."""


class Trouble(Exception):
    """A failure told as it is: whole sentences saying what to do, no traceback."""
