"""An SMTP server that delivers nothing: each message becomes an .eml file.

The only argument is the folder; the port it listens on is the first line printed.
"""

import asyncio
import itertools
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"
LARGEST = 50 * 1024 * 1024


class Keeper:
    """Write each message into the folder, named so that they sort by time."""

    def __init__(self, folder):
        self.folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        """Keep one message, with its real receivers in a header of its own."""
        stamp = time.strftime("%Y%m%d-%H%M%S")
        name = f"{stamp}-{os.getpid()}-{next(self._numbers):04}.eml"
        receivers = ", ".join(envelope.rcpt_tos)
        content = f"X-Envelope-To: {receivers}\r\n".encode() + envelope.original_content
        # A reader that looks at the folder must never see half a message.
        part = self.folder / f".{name}.part"
        part.write_bytes(content)
        part.rename(self.folder / name)
        return "250 Message kept"


async def serve(folder):
    """Listen until asked to stop."""
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True), HOST, 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
