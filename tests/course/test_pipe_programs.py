"""The C programs of lecture 09: they read and write pipes and FIFOs as the lecture says they do."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from select import PIPE_BUF

import pytest

PROGRAMS = Path(__file__).parents[2] / "course" / "lectures" / "programs"
WARNINGS = ("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2")
PATIENCE = 60  # seconds; only a hang takes so long


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """The path of a program of the lecture, compiled once."""
    folder = tmp_path_factory.mktemp("programs")

    def compiled(name):
        binary = folder / name
        if not binary.exists():
            source = PROGRAMS / f"{name}.c"
            subprocess.run(["gcc", *WARNINGS, str(source), "-o", str(binary)], check=True)
        return str(binary)

    return compiled


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path, 0o600)
    return path


@pytest.fixture
def reading(fifo):
    """The read end of the FIFO: open, and it does not wait."""
    fd = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    yield fd
    os.close(fd)


def run_to_end(*argv, **how):
    return subprocess.run(argv, capture_output=True, text=True, timeout=PATIENCE, **how)


def said(done):
    return done.stdout, done.stderr, done.returncode


def first_lines(count, *argv):
    """Read so many lines of a program and close its pipe: the lines, its error, its status."""
    with subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        lines = [process.stdout.readline() for _ in range(count)]
        process.stdout.close()
        error = process.stderr.read()
    return lines, error, process.returncode


# -- numbers ---------------------------------------------------------------------------------------


def test_numbers_is_ended_by_sigpipe_when_nobody_reads(program):
    lines, error, status = first_lines(3, program("numbers"))
    assert (lines, error, status) == (["1\n", "2\n", "3\n"], "", -signal.SIGPIPE)


def test_numbers_that_ignores_sigpipe_ends_with_an_error(program):
    lines, error, status = first_lines(3, program("numbers"), "ignore")
    assert (lines, error, status) == (["1\n", "2\n", "3\n"], "write: Broken pipe\n", 1)


# -- count -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 bytes, 0 lines"),
        ("pear\napple\n", "11 bytes, 2 lines"),
        ("no newline", "10 bytes, 0 lines"),
        ("x\n" * 100_000, "200000 bytes, 100000 lines"),
    ],
)
def test_count_reads_to_the_end(text, words, program):
    assert said(run_to_end(program("count"), input=text)) == (f"{words}\n", "", 0)


def test_count_says_why_it_cannot_read(program, tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    done = run_to_end(program("count"), stdin=folder)
    os.close(folder)
    assert said(done) == ("", "read: Is a directory\n", 1)


# -- pipeline --------------------------------------------------------------------------------------


def test_a_pipeline_of_two_languages(program):
    python = [sys.executable, "-c", "print('pear')"]
    done = run_to_end(program("pipeline"), *python, "|", program("count"))
    assert said(done) == ("5 bytes, 1 lines\n", "", 0)


def test_a_pipeline_carries_more_than_a_pipe_holds(program):
    much = [sys.executable, "-c", "print('x' * 999_999)"]
    done = run_to_end(program("pipeline"), *much, "|", program("count"))
    assert said(done) == ("1000000 bytes, 1 lines\n", "", 0)


def test_a_pipeline_ends_when_its_reader_does(program):
    done = run_to_end(program("pipeline"), program("numbers"), "|", "head", "-n2")
    assert said(done) == ("1\n2\n", "", 0)


@pytest.mark.parametrize(("end", "status"), [("exit 5", 5), ("kill -TERM $$", 128 + 15)])
def test_its_status_is_that_of_the_last_program(end, status, program):
    done = run_to_end(program("pipeline"), "printf", "1", "|", "sh", "-c", end)
    assert done.returncode == status


def test_a_program_that_is_not_there_is_told(program):
    missing = "/no/such/program"
    why = f"{missing}: No such file or directory\n"
    first = run_to_end(program("pipeline"), missing, "|", program("count"))
    last = run_to_end(program("pipeline"), "printf", "1", "|", missing)
    assert said(first) == ("0 bytes, 0 lines\n", why, 0)
    assert said(last) == ("", why, 127)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&-"])
def test_a_pipeline_works_where_standard_descriptors_are_closed(closed, program, tmp_path):
    script = f'"$0" printf "1\\n2\\n" "|" sh -c \'"$0" >&2\' "$1" {closed}'
    done = run_to_end("sh", "-c", script, program("pipeline"), program("count"))
    assert said(done) == ("", "4 bytes, 2 lines\n", 0)


@pytest.mark.parametrize("words", [[], ["true"], ["true", "|"], ["|", "true"]])
def test_a_pipeline_of_one_is_refused(words, program):
    done = run_to_end(program("pipeline"), *words)
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.startswith("usage: ")


# -- tell ------------------------------------------------------------------------------------------


def test_tell_leaves_one_line(program, fifo, reading):
    assert said(run_to_end(program("tell"), fifo, "hello", "from", "C")) == ("", "", 0)
    assert os.read(reading, PIPE_BUF) == b"hello from C\n"


@pytest.mark.parametrize("size", [PIPE_BUF - 1, PIPE_BUF])
def test_tell_sends_up_to_pipe_buf_with_the_newline(size, program, fifo, reading):
    done = run_to_end(program("tell"), fifo, "x" * size)
    fits = size < PIPE_BUF
    assert said(done) == ("", "" if fits else "tell: more than PIPE_BUF bytes\n", 1 - fits)
    assert os.read(reading, 2 * PIPE_BUF) == (b"x" * size + b"\n" if fits else b"")


def test_tell_does_not_wait_for_a_reader(program, fifo):
    done = run_to_end(program("tell"), fifo, "hello")
    assert said(done) == ("", f"{fifo}: nobody reads it\n", 1)


def test_tell_leaves_a_file_as_it_is(program, tmp_path):
    thesis = tmp_path / "thesis"
    thesis.write_text("three years of work\n")
    done = run_to_end(program("tell"), thesis, "hello")
    assert said(done) == ("", f"{thesis}: is no FIFO\n", 1)
    assert thesis.read_text() == "three years of work\n"


def test_tell_says_what_is_missing(program, tmp_path):
    nowhere = tmp_path / "nowhere"
    done = run_to_end(program("tell"), nowhere, "hello")
    assert said(done) == ("", f"{nowhere}: No such file or directory\n", 1)
    assert run_to_end(program("tell"), nowhere).stderr == "usage: tell PATH WORD…\n"
