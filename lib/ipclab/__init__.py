"""IPC Lab's library: a function runs in a process of its own, and a case looks at it from outside.

from ipclab import case, pair, run

with case("A message that arrives in two pieces is still one message"):
    ours, theirs = pair("tcp")
    with run(recv_exactly, theirs, 5) as reader:
        ours.send(b"hel").until_read()
        ours.send(b"lo")
        reader.expect(b"hello")
"""

from ipclab.supported import complaint as _complaint

_why_not = _complaint()
if _why_not:

    def __getattr__(name: str) -> object:
        """Only `ipclab.cli` loads here, to say what to do; whoever asks for more is told."""
        raise ImportError(_why_not)

else:
    from ipclab.cards.transcript import Transcript
    from ipclab.case import case, conversation, expect, payload
    from ipclab.ends import fresh_address, pair, passive
    from ipclab.link import link
    from ipclab.listener import listen
    from ipclab.lock_files import lock_file
    from ipclab.mailboxes import mailbox
    from ipclab.memory import shared_memory
    from ipclab.names import expect_nothing_left, fresh_name
    from ipclab.notebooks.progress import progress
    from ipclab.paths import fresh_path
    from ipclab.pipes import pipe
    from ipclab.queues import message_queue
    from ipclab.running import call, run, subject
    from ipclab.semaphores import semaphore
    from ipclab.stepping.moment import at_every_line
    from ipclab.stepping.schedule import every_interleaving

__all__ = [
    "Transcript",
    "at_every_line",
    "call",
    "case",
    "conversation",
    "every_interleaving",
    "expect",
    "expect_nothing_left",
    "fresh_address",
    "fresh_name",
    "fresh_path",
    "link",
    "listen",
    "lock_file",
    "mailbox",
    "message_queue",
    "pair",
    "passive",
    "payload",
    "pipe",
    "progress",
    "run",
    "semaphore",
    "shared_memory",
    "subject",
]


def load_ipython_extension(ipython: object) -> None:
    """`%load_ext ipclab`: the `%%syscalls` magic, and a note of what each cell said when run."""
    from ipclab.notebooks import stale
    from ipclab.syscalls import magic

    magic.register(ipython)  # type: ignore[arg-type]
    stale.register(ipython)  # type: ignore[arg-type]
