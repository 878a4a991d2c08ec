"""The nursery: a clean, single-threaded process that has imported the library, to be forked.

A Jupyter kernel has threads, and a process with threads must not be forked; so the kernel asks this
process, which has none. It forks *guardians* (guardian.py), and a guardian forks one subject after
the other. The nursery is started in a session of its own (an interrupt of the kernel does
not reach it) and ends when its owner does: the socket to the owner then reads as ended.

    python -P -m ipclab.launch.nursery FD PATH MODULE …

    FD: our end of a socket pair to the owner; PATH: the owner's sys.path, as JSON;
    MODULE: what to import before the first fork
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys

from ipclab.launch import codec, guardian, inside, messages, processes


def main(fd: int, path: list[str], modules: list[str]) -> None:
    """Serve the owner's requests until it is gone."""
    owner = socket.socket(fileno=fd)
    processes.forget_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wakeup = processes.wake_on_child()
    processes.become_subreaper()
    processes.shield(True)  # and each guardian: what they say is believed
    inside.warm_up()
    for module in modules:
        importlib.import_module(module)
    sys.path[:] = path  # only now: a learner's own socket.py must not become ours
    gc.freeze()  # a collection in a forked child must not copy every page that we share
    _serve(owner, wakeup)


def _serve(owner: socket.socket, wakeup: int) -> None:
    inbox = messages.Inbox(owner)
    guardians: set[int] = set()
    poller = select.poll()
    poller.register(owner, select.POLLIN)
    poller.register(wakeup, select.POLLIN)
    while not inbox.ended:
        ready = [fd for fd, _ in poller.poll()]
        if wakeup in ready:
            os.read(wakeup, 4096)
            _reap(guardians)
        if owner.fileno() in ready:
            inbox.fill()
        while (request := inbox.take()) is not messages.NOTHING:
            _start(_checked(request), guardians, [owner.fileno(), wakeup])
    processes.sweep()


def _checked(request: object) -> socket.socket:
    if isinstance(request, socket.socket):
        return request
    raise codec.MalformedMessage(f"not a request for a guardian: {request!r}")


def _start(control: socket.socket, guardians: set[int], ours: list[int]) -> None:
    pid = os.fork()
    if pid == 0:
        processes.forget(ours)
        guardian.main(control)  # never returns
    guardians.add(pid)
    control.close()


def _reap(guardians: set[int]) -> None:
    """Collect guardians that ended; where one was killed, end what it can no longer look after."""
    strays = False
    for pid in processes.reap():
        strays = strays or pid not in guardians
        guardians.discard(pid)
    if set(processes.children_of(os.getpid())) - guardians or strays:
        processes.sweep(spare=guardians)


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:])
