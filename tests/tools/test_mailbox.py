"""Mail is caught whole, and its links can be followed."""

import smtplib
import sys
from email.message import EmailMessage

import pytest

from tools import mailbox
from tools.errors import Trouble

LINK = "http://localhost:8069/survey/start/1?token=a&lang=zh_CN"


@pytest.fixture
def caught(context, tmp_path):
    """Return a mailbox that is listening."""
    with mailbox.catching(context, sys.executable, tmp_path / "mail") as found:
        yield found


def send(port, to, subject, html):
    """Send a message as Odoo does."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "hr@example.com", to, subject
    message.set_content("Read the HTML.")
    message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as client:
        # The last receiver is in the envelope only, as a blind copy is.
        client.send_message(message, to_addrs=[to, "blind@example.com"])


def test_a_message_is_kept_with_all_its_receivers(caught):
    send(caught.port, "Mei <mei@example.com>", "再见", "<p>a</p>")
    send(caught.port, "tomas@example.com", "Your exit interview", "<p>b</p>")
    assert len(caught.messages()) == 2
    (message,) = caught.messages(to="mei@example.com")
    assert message["Subject"] == "再见"
    assert len(caught.messages(to="blind@example.com", subject="EXIT")) == 1
    caught.clear()
    assert caught.messages() == []


def test_links_are_those_that_a_reader_follows(caught):
    link = LINK.replace("&", "&amp;")
    send(caught.port, "mei@example.com", "x", f'<a href="{link}">Go</a> http://no/')
    (message,) = caught.messages()
    assert mailbox.links_in(message) == [LINK]


def test_a_catcher_that_does_not_start_is_told(context, tmp_path):
    catching = mailbox.catching(context, "/bin/false", tmp_path / "mail")
    with pytest.raises(Trouble, match="mail catcher does not start"), catching:
        pass
