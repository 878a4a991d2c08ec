"""What strace wrote becomes system calls: pure text in, data out."""

from ipclab.syscalls.strace import Signal, Syscall, parse


def one(trace: str) -> Syscall:
    """The only record of a trace, a call."""
    (record,) = parse(trace)
    assert isinstance(record, Syscall)
    return record


def test_a_call_has_a_name_arguments_and_a_result() -> None:
    assert parse("7 listen(3, 128) = 0") == [Syscall(7, "listen", ("3", "128"), "0")]


def test_an_error_has_its_name_and_its_meaning() -> None:
    call = one("7     connect(3, NULL, 16)          = -1 ECONNREFUSED (Connection refused)")
    assert (call.result, call.errno, call.note) == ("-1", "ECONNREFUSED", "Connection refused")


def test_commas_in_structures_and_strings_do_not_split_an_argument() -> None:
    call = one('7 f({a=1, b=[2, 3]}, "x, \\"y\\") = 9", 4) = 0')
    assert call.arguments == ("{a=1, b=[2, 3]}", '"x, \\"y\\") = 9"', "4")
    assert call.result == "0"


def test_a_backslash_before_the_closing_quote_is_a_character_of_the_string() -> None:
    call = one(r'7 write(1, "\\", 1) = 1')
    assert call.arguments == ("1", r'"\\"', "1")


def test_the_two_halves_of_a_call_are_one_call() -> None:
    trace = """
7 recvfrom(3,  <unfinished ...>
8 sendto(4, "hi", 2, 0, NULL, 0) = 2
7 <... recvfrom resumed>"hi", 10, 0, NULL, NULL) = 2
"""
    received, sent = parse(trace)
    assert received == Syscall(7, "recvfrom", ("3", '"hi"', "10", "0", "NULL", "NULL"), "2")
    assert sent.process == 8


def test_a_half_after_a_structure_is_joined_without_a_comma() -> None:
    trace = "7 clone3({flags=CLONE_VM} <unfinished ...>\n7 <... clone3 resumed> => {x=[8]}, 88) = 8"
    assert one(trace).arguments == ("{flags=CLONE_VM} => {x=[8]}", "88")


def test_a_call_that_never_came_back_has_no_result() -> None:
    (call, end) = parse("7 accept(3,  <unfinished ...>\n7 +++ killed by SIGKILL +++")
    assert call == Syscall(7, "accept", ("3",), "?")
    assert end == Signal(7, "SIGKILL", fatal=True)


def test_a_call_that_exit_ended_has_no_result() -> None:
    assert one("7 futex(0x1, FUTEX_WAIT, 2, NULL <unfinished ...>) = ?").arguments == (
        "0x1",
        "FUTEX_WAIT",
        "2",
        "NULL",
    )


def test_the_second_half_alone_is_still_that_call() -> None:
    assert parse('7 <... read resumed>"", 10) = 0') == [Syscall(7, "read", ('""', "10"), "0")]


def test_a_note_after_the_result_is_kept() -> None:
    assert one("7 select(4, [3], NULL, NULL, {tv_sec=0}) = 0 (Timeout)").note == "Timeout"


def test_a_signal_is_a_record_of_its_process() -> None:
    assert parse("7 --- SIGPIPE {si_signo=SIGPIPE, si_pid=7} ---") == [Signal(7, "SIGPIPE")]


def test_a_call_that_a_handler_interrupted_came_back_with_eintr() -> None:
    trace = """
7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)
7 --- SIGALRM {si_signo=SIGALRM} ---
7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)
7 getpid() = 7
"""
    assert parse(trace) == [
        Syscall(7, "pause", (), "-1", "EINTR", "Interrupted system call"),
        Signal(7, "SIGALRM"),
        Syscall(7, "getpid", (), "7"),
    ]


def test_a_call_that_the_kernel_began_again_is_one_call() -> None:
    trace = """
7 read(3, 0x7f00, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
7 --- SIGUSR1 {si_signo=SIGUSR1} ---
7 rt_sigreturn({mask=[]}) = 0
7 read(3, "hi", 10) = 2
"""
    assert parse(trace) == [Syscall(7, "read", ("3", '"hi"', "10"), "2"), Signal(7, "SIGUSR1")]


def test_what_a_handler_calls_stands_after_the_call_that_it_interrupted() -> None:
    trace = """
7 read(3, 0x7f00, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
7 --- SIGUSR1 {si_signo=SIGUSR1} ---
7 write(5, "!", 1) = 1
7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)
"""
    assert [record.name for record in parse(trace)] == ["read", "SIGUSR1", "write"]


def test_a_timed_call_that_the_kernel_resumed_keeps_its_name_and_arguments() -> None:
    trace = """
7 poll([{fd=3}], 1, 9) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)
7 --- SIGCHLD {si_signo=SIGCHLD} ---
7 restart_syscall(<... resuming interrupted poll ...>) = 0
"""
    assert parse(trace)[0] == Syscall(7, "poll", ("[{fd=3}]", "1", "9"), "0")


def test_one_process_traced_alone_needs_no_number() -> None:
    assert parse("close(3) = 0") == [Syscall(0, "close", ("3",), "0")]


def test_other_lines_are_left_out() -> None:
    assert parse("strace: Process 8 attached\n\n7 +++ exited with 0 +++\n7 ???(") == []
