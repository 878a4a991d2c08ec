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
    from ipclab.notebooks.progress import progress
    from ipclab.running import call, run, subject
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
    "fresh_address",
    "link",
    "listen",
    "pair",
    "passive",
    "payload",
    "progress",
    "run",
    "subject",
]


def load_ipython_extension(ipython: object) -> None:
    """`%load_ext ipclab`: the `%%syscalls` magic, and a note of what each cell said when run."""
    from ipclab.notebooks import stale
    from ipclab.syscalls import magic

    magic.register(ipython)  # type: ignore[arg-type]
    stale.register(ipython)  # type: ignore[arg-type]
