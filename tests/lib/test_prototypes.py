"""The table of C prototypes, held against the system's own headers."""

import subprocess

import pytest

from ipclab.syscalls.prototypes import ALIASES, PROTOTYPES, c_names, prototype

HEADERS = """
aio errno fcntl mqueue poll pthread sched signal stddef stdint time unistd
sys/epoll sys/eventfd sys/file sys/ioctl sys/ipc sys/mman sys/msg sys/pidfd sys/prctl sys/resource
sys/select sys/sem sys/sendfile sys/shm sys/signalfd sys/socket sys/stat sys/time sys/timerfd
sys/types sys/uio sys/wait
""".split()  # noqa: SIM905


# Their first parameter is an enumeration under _GNU_SOURCE, an int in the man page and in POSIX.
ENUMERATED = {"setitimer", "getitimer", "setrlimit", "getrlimit"}


@pytest.mark.parametrize(
    ("feature", "names"),
    [("_GNU_SOURCE", PROTOTYPES.keys() - ENUMERATED), ("_DEFAULT_SOURCE", ENUMERATED)],
)
def test_the_compiler_agrees_with_every_prototype(feature: str, names: set[str]) -> None:
    includes = [f"#include <{header}.h>" for header in HEADERS]
    program = "\n".join([*includes, *(PROTOTYPES[name] for name in names)])
    compiled = subprocess.run(
        ["gcc", "-std=c17", f"-D{feature}", "-fsyntax-only", "-x", "c", "-"],
        input=program,
        text=True,
        capture_output=True,
        check=False,
    )
    assert (compiled.returncode, compiled.stderr) == (0, "")


@pytest.mark.parametrize("names", ALIASES.values(), ids=ALIASES)
def test_every_alias_leads_to_a_prototype(names: tuple[str, ...]) -> None:
    assert set(names) <= set(PROTOTYPES)


@pytest.mark.parametrize(
    ("syscall", "arguments", "function"),
    [
        ("sendto", ("4", '"hi"', "2", "0", "NULL", "0"), "send"),
        ("sendto", ("4", '"hi"', "2", "0", "{sa_family=AF_INET}", "16"), "sendto"),
        ("recvfrom", ("4", '"hi"', "2", "0", "NULL", "NULL"), "recv"),
        ("recvfrom", ("4", '"hi"', "2", "0", "{sa_family=AF_INET}", "[16]"), "recvfrom"),
        ("newfstatat", ("3", '""', "{st_size=3}", "AT_EMPTY_PATH"), "fstat"),
        ("newfstatat", ("AT_FDCWD", '"/tmp"', "{st_size=3}", "0"), "stat"),
        ("unlinkat", ("AT_FDCWD", '"x"', "AT_REMOVEDIR"), "rmdir"),
        ("clone", ("flags=SIGCHLD",), "fork"),
        ("clone3", ("{flags=CLONE_VM|CLONE_THREAD}", "88"), "pthread_create"),
    ],
)
def test_the_arguments_tell_which_function_was_called(
    syscall: str, arguments: tuple[str, ...], function: str
) -> None:
    assert prototype(syscall, arguments) == PROTOTYPES[function]


def test_a_call_that_this_course_does_not_teach_has_no_prototype() -> None:
    assert prototype("io_uring_setup") == ""


def test_a_call_without_an_alias_is_its_own_function() -> None:
    assert c_names("listen") == ("listen",)
