"""Ports of this machine: whether one is free, and which one is."""

import socket

from tools.errors import Trouble

HOST = "127.0.0.1"


def is_free(port):
    """Return whether a server could listen on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port that was left a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def free_port():
    """Return a port on which nobody listens now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def check_free(port, command):
    """Stop with a sentence when the port is taken."""
    if not 1 <= port <= 65535:
        raise Trouble(f"There is no port {port}: choose one between 1024 and 65535.")
    if not is_free(port):
        raise Trouble(
            f"Port {port} is in use by another program, or not allowed. Choose another "
            f"one, for example `{command} --port {port + 1 if port < 65535 else 8069}`."
        )
