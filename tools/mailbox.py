"""Outgoing mail, caught in a folder: nothing that is tried here reaches anybody."""

import contextlib
import email
import email.policy
import re
import subprocess
from pathlib import Path

from tools.context import REPO
from tools.errors import Trouble
from tools.process import start, stop
from tools.python import clean_environment

PROGRAM = REPO / "tools" / "inside" / "mail_catcher.py"


class Mailbox:
    """The folder of the caught messages, and the port that Odoo sends to."""

    def __init__(self, folder, port):
        self.folder = Path(folder)
        self.port = port

    def messages(self, to=None, subject=None):
        """Return the caught messages, oldest first, or those that fit."""
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            message = read_message(path)
            receivers = f"{message['X-Envelope-To']} {message['To']}".lower()
            if to and to.lower() not in receivers:
                continue
            if subject and subject.lower() not in str(message["Subject"]).lower():
                continue
            found.append(message)
        return found

    def clear(self):
        """Forget all messages."""
        for path in self.folder.glob("*.eml"):
            path.unlink()


def read_message(path):
    """Return a caught message."""
    content = Path(path).read_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)


def body_of(message):
    """Return the text of a message as its reader gets it, HTML when there is any."""
    part = message.get_body(preferencelist=("html", "plain"))
    return part.get_content() if part else ""


def links_in(message):
    """Return the addresses that a message invites to open, in their order."""
    found = re.findall(r"""href=["'](https?://[^"']+)["']""", body_of(message))
    found = found or re.findall(r"https?://[^\s<>\"']+", body_of(message))
    return [link.replace("&amp;", "&") for link in found]


@contextlib.contextmanager
def catching(context, python, folder):
    """Catch mail in the folder for as long as the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    process = start(
        [python, PROGRAM, folder],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(context),
    )
    try:
        port = process.stdout.readline().strip()
        if not port.isdigit():
            said = process.stderr.read().strip().splitlines()[-1:]
            raise Trouble(f"The mail catcher does not start: {' '.join(said)}")
        yield Mailbox(folder, int(port))
    finally:
        stop(process)
        process.stdout.close()
        process.stderr.close()
