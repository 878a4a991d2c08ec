"""The C and C++ programs of lecture 01, and its Python ones: they say what note S0 says they say,
whatever the language of the other end, and they survive what the lecture says they survive."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

LECTURES = Path(__file__).parents[2] / "course" / "lectures"
PROGRAMS = LECTURES / "programs"
COMPILERS = {".c": ("gcc", "-std=c11"), ".cpp": ("g++", "-std=c++17")}
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2")
PATIENCE = 60  # seconds; only a hang takes so long

Argv = tuple[str, ...]

SERVER_SAYS = (
    "Server is listening on port {port}\n"
    "Received from client: Hello from client\n"
    "Response sent to client\n"
)
CLIENT_SAYS = "Message sent to server\nReceived from server: Hello from server\n"


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Argv]:
    """The command that starts a program of the lecture: compiled once, or from its cells."""
    folder = tmp_path_factory.mktemp("programs")

    def command(name: str) -> Argv:
        if name.endswith(".py"):
            return (sys.executable, "-u", "-c", in_python(name.removesuffix(".py")))
        binary = folder / name.replace(".", "_")
        if not binary.exists():
            compile_to(binary, name)
        return (str(binary),)

    return command


def compile_to(binary: Path, name: str) -> None:
    compiler = COMPILERS[Path(name).suffix]
    subprocess.run([*compiler, *WARNINGS, str(PROGRAMS / name), "-o", str(binary)], check=True)


def in_python(function: str) -> str:
    """The lecture's own cells as a program that takes a port."""
    notebook = nbformat.read(LECTURES / "01-stream-sockets.ipynb", as_version=4)
    wanted = ("read-line", "hello-server", "hello-client")
    cells = [cell.source for cell in notebook.cells if cell.id in wanted]
    return "\n".join(["import socket, sys", *cells, f"{function}(int(sys.argv[1]))"])


@contextmanager
def serving(argv: Argv, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server and its port, which it tells in its first line; ended on leaving."""
    with subprocess.Popen([*argv, str(port)], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            told = re.fullmatch(r"Server is listening on port (\d+)\n", said)
            assert told, said
            yield server, int(told[1])
        finally:
            server.kill()


def run_to_end(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, capture_output=True, text=True, timeout=PATIENCE)


def until_said(server: subprocess.Popen[str], line: str) -> None:
    assert server.stdout is not None
    assert server.stdout.readline() == line + "\n"


def greeting(port: int) -> bytes:
    """What a client that does everything right is answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(b"Hello from client\n")
        return b"".join(iter(lambda: client.recv(1024), b""))


def reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()


@pytest.mark.parametrize("name", sorted(path.name for path in PROGRAMS.glob("*.c*")))
def test_compiles_without_a_warning(name, program):
    assert Path(program(name)[0]).exists()


@pytest.mark.parametrize("client", ["hello_client.cpp", "hello_client.py"])
@pytest.mark.parametrize("server", ["hello_server.c", "hello_server.cpp", "hello_server.py"])
def test_every_client_talks_to_every_server(server, client, program):
    with serving(program(server)) as (process, port):
        done = run_to_end(*program(client), str(port))
        said = SERVER_SAYS.format(port=port).splitlines()[1:]
        for line in said:
            until_said(process, line)
    assert (done.stdout, done.stderr, done.returncode) == (CLIENT_SAYS, "", 0)


@pytest.mark.parametrize("server", ["hello_server.cpp", "hello_server.py"])
def test_these_servers_end_after_one_client(server, program):
    with serving(program(server)) as (process, port):
        assert greeting(port) == b"Hello from server\n"
        assert process.wait(PATIENCE) == 0


def test_the_c_server_serves_the_next_client_too(program):
    with serving(program("hello_server.c")) as (_, port):
        assert [greeting(port), greeting(port)] == [b"Hello from server\n"] * 2


@pytest.mark.parametrize("server", ["hello_server.c", "hello_server.cpp", "hello_server.py"])
def test_the_server_is_reached_on_the_loopback_address_only(server, program):
    with serving(program(server)) as (_, port), pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=PATIENCE)


@pytest.mark.parametrize("server", ["hello_server.c", "hello_server.cpp", "hello_server.py"])
def test_the_server_starts_again_at_once(server, program):
    with serving(program(server)) as (_, port):
        assert greeting(port) == b"Hello from server\n"  # the server closes first: TIME_WAIT
    with serving(program(server), port) as (_, again):
        assert again == port


@pytest.mark.parametrize("server", ["hello_server.c", "hello_server.cpp"])
def test_the_answer_waits_for_the_whole_line(server, program):
    with serving(program(server)) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in b"Hello from client\n":
                client.sendall(bytes([byte]))
            assert client.recv(1024) == b"Hello from server\n"
        until_said(process, "Received from client: Hello from client")


def test_the_c_server_survives_a_client_that_leaves_within_its_line(program):
    with serving(program("hello_server.c")) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            client.sendall(b"Hello fr")
            client.shutdown(socket.SHUT_WR)
            assert client.recv(1024) == b""
        until_said(process, "No greeting: the client left")
        assert greeting(port) == b"Hello from server\n"


def test_the_c_server_survives_a_client_that_resets(program):
    with serving(program("hello_server.c")) as (process, port):
        reset(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
        until_said(process, "No greeting: Connection reset by peer")
        assert greeting(port) == b"Hello from server\n"


def test_the_c_server_survives_a_client_that_is_gone_when_it_answers(program):
    with serving(program("hello_server.c")) as (process, port):
        first = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as rude:
            rude.sendall(b"Hello and good-bye\n")  # waits in the queue, behind the silent first
            rude.shutdown(socket.SHUT_WR)
            reset(rude)
        first.close()
        until_said(process, "No greeting: the client left")
        until_said(process, "Received from client: Hello and good-bye")
        until_said(process, "Response not sent: Broken pipe")  # and no SIGPIPE
        assert greeting(port) == b"Hello from server\n"


@pytest.mark.parametrize("length", [1024, 5000])
def test_the_c_server_refuses_a_line_without_end(length, program):
    with serving(program("hello_server.c")) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            client.sendall(b"x" * length)
            until_said(process, "No greeting: Message too long")
        assert greeting(port) == b"Hello from server\n"


@pytest.mark.parametrize("name", ["hello_server.c", "hello_server.cpp", "hello_client.cpp"])
@pytest.mark.parametrize("port", ["", "eighty", "80x", "-1", "65536"])
def test_what_is_no_port_is_refused_in_words(name, port, program):
    done = run_to_end(*program(name), port)
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.startswith(f"{port}: not a port (")


@pytest.mark.parametrize("server", ["hello_server.c", "hello_server.cpp"])
def test_a_server_says_when_its_port_is_taken(server, program):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_to_end(*program(server), str(taken.getsockname()[1]))
    assert done.stderr == "bind: Address already in use\n"
    assert (done.stdout, done.returncode) == ("", 1)


def test_a_client_says_when_nobody_listens(program):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    done = run_to_end(*program("hello_client.cpp"), str(port))
    assert done.stderr == "connect: Connection refused\n"
    assert (done.stdout, done.returncode) == ("", 1)


def test_a_client_says_what_is_no_address(program):
    done = run_to_end(*program("hello_client.cpp"), "1", "localhost")
    assert (done.stderr, done.returncode) == ("localhost: not an IPv4 address\n", 1)


def test_sigpipe_ends_a_program_that_does_not_ignore_it(program):
    killed = run_to_end(*program("sigpipe.c"))
    assert (killed.stdout, killed.stderr, killed.returncode) == ("", "", -signal.SIGPIPE)
    alive = run_to_end(*program("sigpipe.c"), "ignore")
    assert (alive.stdout, alive.stderr) == ("still here\n", "write: Broken pipe\n")
    assert alive.returncode == 0
