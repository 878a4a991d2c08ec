"""The subject's own process: runs a function in its main thread, and sends back what it gave.

Everything here shares a process with student code, so nothing here is trusted: a reply is data for
the examiner to compare, and what decides a verdict is seen from outside.
"""

# ruff: noqa: ANN401  whatever a learner's function takes and gives passes through here

import asyncio
import contextlib
import faulthandler
import gc
import inspect
import io
import linecache
import os
import pickle
import signal
import socket
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NoReturn

import cloudpickle

from ipclab.launch import codec, messages, probe, processes, surroundings, trackers
from ipclab.launch.steps import Steps

LOST = 213  # exit status of a subject that closed the descriptor for its answer


def warm_up() -> None:
    """Do once, before the first fork, what each subject would otherwise do again."""
    cloudpickle.dumps(lambda: None)
    asyncio.get_event_loop_policy()
    traceback.format_exc()
    processes.count_tasks()
    trackers.leave_shared_memory_alone()


def main(channel: socket.socket, output: int) -> NoReturn:
    """Serve calls that arrive on the channel, then leave the process."""
    os.setsid()
    processes.shield(False)  # it is looked at from outside
    surroundings.own_streams(output)
    surroundings.put_on_limits()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.enable(file=2, all_threads=False)
    channel = socket.socket(fileno=probe.out_of_the_way(channel.detach()))
    messages.send(channel, "ready")
    try:
        status = Inside(channel).serve()
    except BaseException:  # student code may change what this code stands on, builtins and all
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End as a program does: wait for threads that are not daemons, flush, and go."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _status(reply: dict[str, Any]) -> int:
    """The exit status that Python gives a program which ends so."""
    status: int = reply.get("exited", 1 if "raised" in reply else 0)
    return status


class Inside:
    """What lives in the subject between two calls."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.channel_is = os.fstat(channel.fileno())
        self.given: dict[int, Any] = {}  # sockets and buffers by the examiner's token
        self.pid = os.getpid()

    def serve(self) -> int:
        """Answer one call after the other, until the last or until the examiner is gone.

        Returns the exit status.
        """
        while True:
            try:
                request = messages.receive(self.channel)
            except EOFError:
                return 0
            match request:
                case ("exec", list() as argv):
                    self._become(argv)
                case (
                    "call",
                    bytes() as function,
                    bytes() as arguments,
                    dict() as sources,
                    fds,
                    where,
                    last,
                    None | socket.socket() as hello,
                ):
                    stepping = Steps(hello).stepping() if hello else contextlib.nullcontext()
                    reply = self._answer(function, arguments, sources, fds, where, stepping)
                    if os.getpid() != self.pid:
                        _leave_child(reply)
                    self._send(reply)
                    if last:
                        return _status(reply)

    def _become(self, argv: list[str]) -> NoReturn:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and exec keeps that
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        try:
            os.execvp(argv[0], argv)
        except OSError as error:
            self._send({"raised": _error(error)})
        os._exit(127)

    def _send(self, reply: dict[str, Any]) -> None:
        if not self._has_channel():
            os._exit(LOST)
        try:
            data, descriptors = codec.encode(reply)
        except codec.Unencodable:  # too deep, or too much: what it is, instead
            opaque = codec.Opaque.of(reply.get("returned"))
            data, descriptors = codec.encode({**reply, "returned": opaque, "buffers": {}})
        try:
            messages.send_bytes(self.channel, data, descriptors)
        except OSError:
            os._exit(LOST)

    def _has_channel(self) -> bool:
        """Whether our descriptor is still ours: student code may have closed it and used it."""
        try:
            return os.path.samestat(os.fstat(self.channel.fileno()), self.channel_is)
        except OSError:
            return False

    def _answer(
        self,
        function: bytes,
        arguments: bytes,
        sources: Any,
        fds: Any,
        where: Any,
        stepping: AbstractContextManager[None],
    ) -> dict[str, Any]:
        _remember_sources(sources)
        probe.register(where)
        unclosed: list[str] = []
        try:
            self.given.update(fds)
            target = _Arrived(function, self.given).load()  # from the learner's kernel, or host
            args, kwargs = _Arrived(arguments, self.given).load()
        except Exception as error:
            return {"unloadable": f"{type(error).__name__}: {error}"}
        with warnings.catch_warnings():
            _collect_unclosed(unclosed)
            reply = _outcome(target, args, kwargs, stepping)
            target = args = kwargs = None
            gc.collect()
        reply["buffers"] = {
            token: bytes(item) for token, item in self.given.items() if isinstance(item, bytearray)
        }
        reply["unclosed"] = unclosed[:20]
        reply["tracker"] = trackers.pid()
        reply["threads"] = [thread.name for thread in threading.enumerate()][1:21]
        return reply


def _outcome(
    target: Callable[..., object], args: Any, kwargs: Any, stepping: AbstractContextManager[None]
) -> dict[str, Any]:
    try:
        with stepping:
            value = target(*args, **kwargs)
        if inspect.iscoroutine(value):
            value = asyncio.run(probe.answering(value))
        return {"returned": value}
    except SystemExit as leaving:
        return {"exited": _exit_status(leaving)}
    except BaseException as error:  # KeyboardInterrupt and GeneratorExit are answers too
        return {"raised": _error(error)}


def _exit_status(leaving: SystemExit) -> int:
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code & 0xFF
    _complain(leaving.code if isinstance(leaving.code, str) else codec.Opaque.of(leaving.code))
    return 1


def _complain(words: object) -> None:
    """Say it on standard error, or whatever student code made of that."""
    with contextlib.suppress(Exception):
        sys.stderr.write(f"{words}\n")


def _leave_child(reply: dict[str, Any]) -> NoReturn:
    """A child that student code forked came out of its function: end it, as a program ends."""
    if "raised" in reply:
        _complain(f"a child raised {reply['raised']['types'][0]}: {reply['raised']['text']}")
    _leave(_status(reply))


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
    except BaseException as second:  # a student's __str__ may raise anything
        return f"<its text raised {type(second).__name__}>"


class _Arrived(pickle.Unpickler):
    """Rebuilds a function or arguments; sockets and buffers are those that are here already."""

    def __init__(self, data: bytes, given: dict[int, Any]) -> None:
        super().__init__(io.BytesIO(data))
        self.given = given

    def persistent_load(self, reference: Any) -> Any:
        kind, token, content = reference
        if kind == "shipped":  # a function that stood in for itself until here
            return _Arrived(content, self.given).load()
        if kind == "buffer":
            self.given.setdefault(token, bytearray())[:] = content
        return self.given[token]
