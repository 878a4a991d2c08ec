"""The subject's own process: runs a function in its main thread, and sends back what it gave.

Everything here shares a process with student code, so nothing here is trusted: a reply is data for
the examiner to compare, and what decides a verdict is seen from outside.
"""

# ruff: noqa: ANN401  whatever a learner's function takes and gives passes through here

import asyncio
import faulthandler
import functools
import gc
import inspect
import io
import linecache
import os
import pickle
import resource
import signal
import socket
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

import cloudpickle

from ipclab import codec, processes

WHERE = signal.SIGRTMAX - 1  # asks every thread where it stands
WHERE_TASKS = signal.SIGRTMAX - 2  # asks the event loop where its tasks stand
MOST_PROCESSES = 512  # beyond those that the user had; not enforced for root (setrlimit(2))


def warm_up() -> None:
    """Do once, before the first fork, what each subject would otherwise do again."""
    cloudpickle.dumps(lambda: None)
    asyncio.get_event_loop_policy()
    traceback.format_exc()
    processes.count_tasks()


def main(channel: socket.socket, output: int) -> NoReturn:
    """Serve calls that arrive on the channel, then leave the process."""
    os.setsid()
    _own_streams(output)
    _limits()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.enable(file=2, all_threads=False)
    codec.send(channel, "ready")
    Inside(channel).serve()
    _leave()


def _own_streams(output: int) -> None:
    """Give this process streams of its own: never the owner's."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(null)
    os.close(output)
    for name, fd in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        binary = io.FileIO(fd, "r" if fd == 0 else "w", closefd=False)
        buffer: Any = io.BufferedReader(binary) if fd == 0 else io.BufferedWriter(binary)
        stream = io.TextIOWrapper(
            buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _limits() -> None:
    """No core files, and no end of processes (the kernel does not hold root to the second)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    wanted = processes.count_tasks() + MOST_PROCESSES
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_NPROC, (wanted, hard))


def _leave() -> NoReturn:
    """End as a program does: wait for threads that are not daemons, flush, and go."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(0)


class Inside:
    """What lives in the subject between two calls."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.given: dict[int, Any] = {}  # sockets and buffers by the examiner's token
        self.pid = os.getpid()

    def serve(self) -> None:
        """Answer one call after the other, until the last or until the examiner is gone."""
        while True:
            try:
                request = codec.receive(self.channel)
            except EOFError:
                return
            match request:
                case ("exec", list() as argv):
                    self._become(argv)
                case (
                    "call",
                    bytes() as function,
                    bytes() as arguments,
                    dict() as sources,
                    fds,
                    probe,
                    last,
                ):
                    reply = self._answer(function, arguments, sources, fds, probe)
                    if os.getpid() != self.pid:
                        os._exit(0)  # a child that it forked came back out of its function
                    self._send(reply)
                    if last:
                        return

    def _become(self, argv: list[str]) -> NoReturn:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and exec keeps that
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        try:
            os.execvp(argv[0], argv)
        except OSError as error:
            self._send({"raised": _error(error)})
        os._exit(127)

    def _send(self, reply: dict[str, Any]) -> None:
        try:
            codec.send(self.channel, reply)
        except OSError:
            os._exit(1)

    def _answer(
        self, function: bytes, arguments: bytes, sources: Any, fds: Any, probe: Any
    ) -> dict[str, Any]:
        _remember_sources(sources)
        _register_probe(probe)
        unclosed: list[str] = []
        try:
            target = pickle.loads(function)  # comes from the learner's own kernel, or its host
            args, kwargs = _Arguments(arguments, self.given, fds).load()
        except Exception as error:
            return {"unloadable": f"{type(error).__name__}: {error}"}
        with warnings.catch_warnings():
            _collect_unclosed(unclosed)
            reply = _outcome(target, args, kwargs)
            target = args = kwargs = None
            gc.collect()
        reply["buffers"] = {
            token: bytes(item) for token, item in self.given.items() if isinstance(item, bytearray)
        }
        reply["unclosed"] = unclosed[:20]
        reply["threads"] = [thread.name for thread in threading.enumerate()][1:21]
        return reply


def _outcome(target: Callable[..., object], args: Any, kwargs: Any) -> dict[str, Any]:
    try:
        if inspect.iscoroutinefunction(target):
            return {"returned": asyncio.run(_with_probe(target, args, kwargs))}
        return {"returned": target(*args, **kwargs)}
    except SystemExit as leaving:
        return {"exited": _exit_status(leaving)}
    except BaseException as error:  # KeyboardInterrupt and GeneratorExit are answers too
        return {"raised": _error(error)}


def _exit_status(leaving: SystemExit) -> int:
    if leaving.code is None:
        return 0
    return leaving.code & 0xFF if isinstance(leaving.code, int) else 1


async def _with_probe(target: Callable[..., Any], args: Any, kwargs: Any) -> object:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(WHERE_TASKS, _write_tasks, loop)
    return await target(*args, **kwargs)


def _write_tasks(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        for frame in reversed(task.get_stack()):
            _write_line(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
    os.write(_probe_fd(), b"end\n")


def _write_line(file: str, line: int, name: str) -> None:
    os.write(_probe_fd(), f'  File "{file}", line {line} in {name}\n'.encode())


@functools.lru_cache(maxsize=1)
def _probe_slot() -> list[int]:
    return []


def _probe_fd() -> int:
    return _probe_slot()[0]


def _register_probe(probe: Any) -> None:
    if isinstance(probe, int) and not _probe_slot():
        _probe_slot().append(probe)
        faulthandler.register(WHERE, file=probe, all_threads=True, chain=False)


def _remember_sources(sources: dict[str, str]) -> None:
    for name, text in sources.items():
        if text:
            lines = text.splitlines(keepends=True)
            linecache.cache[name] = (len(text), None, lines, name)


def _collect_unclosed(into: list[str]) -> None:
    """Note what Python had to close itself: a socket or file that its owner forgot."""
    warnings.simplefilter("always", ResourceWarning)

    def show(message: Any, category: type[Warning], *_: Any, **__: Any) -> None:
        if issubclass(category, ResourceWarning):
            into.append(_kind_of_resource(str(message)))
        else:
            sys.stderr.write(f"{category.__name__}: {message}\n")

    warnings.showwarning = show


def _kind_of_resource(message: str) -> str:
    """A word that is the same in every run: no descriptor, no port."""
    words = ("socket", "transport", "event loop", "file", "subprocess")
    return next((f"a {word}" for word in words if word in message), "a resource").replace(
        "a event", "an event"
    )


def _error(error: BaseException) -> dict[str, Any]:
    """What an exception says, as plain data; innermost frame last."""
    frames = [
        (frame.filename, frame.lineno or 0, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != __file__
    ]
    number = getattr(error, "errno", None)
    return {
        "types": [kind.__name__ for kind in type(error).__mro__],
        "text": _text(error),
        "errno": number if isinstance(number, int) else None,
        "frames": frames[-30:],
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except Exception as second:  # a student's __str__ may raise anything
        return f"<its text raised {type(second).__name__}>"


class _Arguments(pickle.Unpickler):
    """Rebuilds arguments; sockets and buffers are those that this process already has."""

    def __init__(self, data: bytes, given: dict[int, Any], fds: Any) -> None:
        super().__init__(io.BytesIO(data))
        self.given = given
        self.given.update(fds)

    def persistent_load(self, reference: Any) -> Any:
        kind, token, content = reference
        if kind == "buffer":
            self.given.setdefault(token, bytearray())[:] = content
        return self.given[token]
