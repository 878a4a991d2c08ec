"""A trace becomes the cell's own calls: no noise, no number that differs from run to run."""

from ipclab.syscalls.cell_calls import groups
from ipclab.syscalls.strace import parse
from ipclab.syscalls.syscall_table import Group, SyscallTable

BEGIN = 'access("ipclab:begin", F_OK) = -1 ENOENT (No such file or directory)'
END = 'access("ipclab:end", F_OK) = -1 ENOENT (No such file or directory)'
HIDE = 'access("ipclab:hide", F_OK) = -1 ENOENT (No such file or directory)'
SHOW = 'access("ipclab:show", F_OK) = -1 ENOENT (No such file or directory)'


def of(*lines: str, source: str = "", names: tuple[str, ...] = ()) -> list[Group]:
    """The groups of a trace; a line without a process is the cell's, process 7."""
    numbered = [line if line[0].isdigit() else f"7 {line}" for line in (BEGIN, *lines)]
    return groups(parse("\n".join(numbered)), source, names)


def calls(*lines: str, source: str = "", names: tuple[str, ...] = ()) -> list[str]:
    """What the cell's own process did, as text."""
    (group,) = of(*lines, source=source, names=names)
    return [row.call if not row.result else f"{row.call} = {row.result}" for row in group.rows]


def test_only_what_is_between_the_marks_is_the_cells() -> None:
    trace = f"7 close(1) = 0\n7 {BEGIN}\n7 close(2) = 0\n7 {END}\n7 close(3) = 0"
    assert [row.call for row in groups(parse(trace), "")[0].rows] == ["close(2)"]


def test_a_trace_without_the_begin_mark_shows_nothing() -> None:
    assert groups(parse("7 close(1) = 0"), "") == []


def test_what_is_marked_as_hidden_is_left_out_and_hiding_nests() -> None:
    hidden = (HIDE, "close(1) = 0", HIDE, "close(2) = 0", SHOW, "close(3) = 0", SHOW)
    assert calls(*hidden, "close(4) = 0") == ["close(4) = 0"]


def test_housekeeping_of_python_and_the_c_library_is_left_out() -> None:
    assert (
        calls(
            "brk(0x55ec917c9000) = 0x55ec917c9000",
            "mmap(NULL, 8392704, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7fec9cc69000",
            "munmap(0x7fec9cc69000, 8392704) = 0",
            "futex(0x7fec9e14e6f8, FUTEX_WAIT_PRIVATE, 2, NULL) = 0",
            "rt_sigaction(SIGRT_1, {sa_handler=0x7fec9daa4720}, NULL, 8) = 0",
            "rt_sigprocmask(SIG_BLOCK, ~[], [], 8) = 0",
            "rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0",
        )
        == []
    )


def test_a_mask_that_the_cell_sets_is_shown() -> None:
    mask = "rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0"
    assert calls(mask) == [mask]


def test_shared_memory_is_shown_from_mmap_to_munmap() -> None:
    assert calls(
        "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x7fec9cc69000",
        "munmap(0x7fec9cc69000, 4096) = 0",
    ) == [
        "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = ADDRESS",
        "munmap(ADDRESS, 4096) = 0",
    ]


def test_names_choose_calls_by_the_kernels_name_or_by_cs() -> None:
    lines = ('sendto(4, "x", 1, 0, NULL, 0) = 1', "futex(NULL) = 0", "close(4) = 0")
    assert calls(*lines, names=("send", "futex")) == list(lines[:2])


def test_ports_become_words_and_the_same_port_the_same_word() -> None:
    bind = 'bind(3, {sin_port=htons(%d), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
    shown = calls(bind % 0, bind % 40001, bind % 40002, bind % 40001)
    assert shown == [
        bind % 0,
        (bind % 0).replace("htons(0)", "htons(PORT)"),
        (bind % 0).replace("htons(0)", "htons(PORT_2)"),
        (bind % 0).replace("htons(0)", "htons(PORT)"),
    ]


def test_what_the_cell_itself_says_stays_as_it_is() -> None:
    line = 'bind(3, {sin_port=htons(8080), sin_addr=inet_addr("127.9.8.7")}, 16) = 0'
    assert calls(line, source='s.bind(("127.9.8.7", 8080))') == [line]


def test_a_number_inside_a_longer_one_is_not_said_by_the_cell() -> None:
    assert calls("f(htons(8080)) = 0", source="x = 180801") == ["f(htons(PORT)) = 0"]


def test_a_random_loopback_address_becomes_a_word() -> None:
    assert calls('f(inet_addr("127.44.1.9")) = 0') == ['f(inet_addr("HOST")) = 0']


def test_process_ids_become_words_only_where_they_are_process_ids() -> None:
    cell, child = of(
        "clone(flags=SIGCHLD, child_tidptr=0x7fec9e204e50) = 9",
        "9 getpid() = 9",
        "9 read(9, NULL, 9) = 9",
        "kill(9, SIGTERM) = 0",
        "9 --- SIGTERM {si_signo=SIGTERM, si_pid=7} ---",
        "9 +++ killed by SIGTERM +++",
        "wait4(9, [{WTERMSIG(s) == SIGTERM}], 0, NULL) = 9",
        "--- SIGCHLD {si_signo=SIGCHLD, si_pid=9} ---",
        "getpid() = 7",
        "getppid() = 5",
        "kill(-9, SIGTERM) = -1 ESRCH (No such process)",
    )
    assert [(row.call, row.result) for row in cell.rows] == [
        ("clone(flags=SIGCHLD, child_tidptr=ADDRESS)", "CHILD"),
        ("kill(CHILD, SIGTERM)", "0"),
        ("wait4(CHILD, [{WTERMSIG(s) == SIGTERM}], 0, NULL)", "CHILD"),
        ("getpid()", "PID"),
        ("getppid()", "PPID"),
        ("kill(-CHILD, SIGTERM)", "-1 ESRCH (No such process)"),
    ]
    assert [(row.call, row.result) for row in child.rows] == [
        ("getpid()", "CHILD"),
        ("read(9, NULL, 9)", "9"),
        ("--- received SIGTERM ---", ""),
        ("--- ended by SIGTERM ---", ""),
    ]


def test_a_signal_to_a_thread_names_the_thread() -> None:
    trace = (
        "clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88) = 8",
        "tgkill(7, 7, SIGUSR1) = 0",
        "tgkill(7, 8, SIGUSR2) = 0",
    )
    sent = ["tgkill(PID, PID, SIGUSR1) = 0", "tgkill(PID, THREAD, SIGUSR2) = 0"]
    assert calls(*trace)[1:] == sent


def test_who_sent_a_signal_is_told_without_numbers() -> None:
    info = "{si_signo=SIGUSR1, si_code=SI_USER, si_pid=%s, si_uid=%s}"
    seen = calls(f"rt_sigtimedwait([USR1], {info % (7, 1000)}, NULL, 8) = 10 (SIGUSR1)")
    assert seen == [f"rt_sigtimedwait([USR1], {info % ('PID', 'UID')}, NULL, 8) = 10 (SIGUSR1)"]


def test_children_stand_after_the_cell_in_the_order_of_their_birth() -> None:
    found = of(
        "9 close(9) = 0",  # traced before its parent's call came back
        "fork() = 8",
        "fork() = 9",
        "8 close(8) = 0",
        "8 fork() = 10",
        "10 close(10) = 0",
        "close(7) = 0",
    )
    assert [(group.process, group.rows[0].call) for group in found] == [
        ("", "fork()"),
        ("child", "close(8)"),
        ("child 2", "close(9)"),
        ("child 3", "close(10)"),
    ]


def test_a_child_that_did_nothing_to_show_is_not_shown() -> None:
    assert [group.process for group in of("fork() = 8", "8 brk(NULL) = 0x55ec917c9000")] == [""]


def test_a_thread_is_called_a_thread() -> None:
    cell, thread = of(
        "clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7fec9cc69000} => {parent_tid=[8]}, 88) = 8",
        "8 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0",
        "8 close(8) = 0",
    )
    assert cell.rows[0].call == "clone3({flags=CLONE_VM|CLONE_THREAD, …}, 88)"
    assert "pthread_create" in cell.rows[0].prototype
    assert (thread.process, [row.call for row in thread.rows]) == ("thread", ["close(8)"])


def test_a_program_is_shown_from_its_main_on() -> None:
    _, child = of(
        "vfork() = 8",
        "8 rt_sigaction(SIGHUP, NULL, {sa_handler=SIG_DFL}, 8) = 0",
        "8 dup2(4, 1) = 1",
        '8 execve("/bin/hello", ["hello"], 0x7ffd0a681d90 /* 35 vars */) = 0',
        '8 access("/etc/ld.so.preload", R_OK) = -1 ENOENT (No such file or directory)',
        '8 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3',
        "8 close(3) = 0",
        "8 munmap(0x7fec9cc69000, 30000) = 0",
        "8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
        "8 exit_group(0) = ?",
    )
    assert [row.call for row in child.rows] == [
        "dup2(4, 1)",
        'execve("/bin/hello", ["hello"], ENVIRONMENT)',
        "socket(AF_INET, SOCK_STREAM, IPPROTO_IP)",
        "exit_group(0)",
    ]


def test_a_static_program_has_no_loader_to_leave_out() -> None:
    _, child = of("vfork() = 8", '8 execve("x", ["x"], NULL) = 0', "8 close(3) = 0")
    assert [row.call for row in child.rows] == ['execve("x", ["x"], NULL)', "close(3)"]


def test_random_names_and_remaining_times_are_settled() -> None:
    assert calls(
        'unlink("/tmp/tmpk2_x9abc") = 0',
        "select(4, [3], NULL, NULL, {tv_sec=1}) = 1 (in [3], left {tv_sec=0, tv_usec=98})",
    ) == [
        'unlink("/tmp/tmpXXXXXXXX") = 0',
        "select(4, [3], NULL, NULL, {tv_sec=1}) = 1 (in [3], left TIME)",
    ]


def test_what_a_case_names_and_when_a_wait_ends_are_settled() -> None:
    assert calls(
        'mq_unlink("ipclab-0123456789ab-2") = 0',
        "mq_timedreceive(3, 0x7fdb96cf24a0, 64, NULL, {tv_sec=1795650571, tv_nsec=6}) = -1 EAGAIN",
        "mq_notify(3, {sigev_value={sival_int=19, sival_ptr=0xff}, sigev_signo=SIGUSR1}) = 0",
    ) == [
        'mq_unlink("ipclab-…-2") = 0',
        "mq_timedreceive(3, ADDRESS, 64, NULL, MOMENT) = -1 EAGAIN",
        "mq_notify(3, {sigev_value={…}, sigev_signo=SIGUSR1}) = 0",
    ]


def test_ids_of_system_v_objects_become_words_where_they_are_ids() -> None:
    assert calls(
        "msgget(IPC_PRIVATE, IPC_CREAT|0600) = 3",
        "msgget(IPC_PRIVATE, IPC_CREAT|0600) = 4",
        'msgsnd(4, {mtype=3, mtext="x"}, 1, 0) = 0',
        "msgrcv(3, ADDRESS, 4, 3, 0) = -1 EIDRM (Identifier removed)",
        "msgctl(99, IPC_RMID, NULL) = -1 EINVAL (Invalid argument)",
        "msgget(0x5, 0) = -1 ENOENT (No such file or directory)",
        "close(3) = 0",
    ) == [
        "msgget(IPC_PRIVATE, IPC_CREAT|0600) = ID",
        "msgget(IPC_PRIVATE, IPC_CREAT|0600) = ID_2",
        'msgsnd(ID_2, {mtype=3, mtext="x"}, 1, 0) = 0',
        "msgrcv(ID, ADDRESS, 4, 3, 0) = -1 EIDRM (Identifier removed)",
        "msgctl(99, IPC_RMID, NULL) = -1 EINVAL (Invalid argument)",
        "msgget(0x5, 0) = -1 ENOENT (No such file or directory)",
        "close(3) = 0",
    ]


def test_bytes_are_written_as_python_writes_them() -> None:
    assert calls(r'write(1, "\0\0\0\5a\\0\n\377", 8) = 8') == [
        r'write(1, "\x00\x00\x00\x05a\\0\n\xff", 8) = 8'
    ]


def test_the_table_as_text_gives_a_prototype_at_its_first_call() -> None:
    table = SyscallTable(of("close(3) = 0", "close(3) = -1 EBADF (Bad file descriptor)"))
    assert repr(table) == (
        "close(3) = 0\n    int close(int fd);\nclose(3) = -1 EBADF (Bad file descriptor)"
    )


def test_the_table_as_text_names_the_other_processes() -> None:
    table = SyscallTable(of("fork() = 8", "8 pause() = ?"))
    assert repr(table).splitlines()[2:] == ["[child]", "pause() = ?", "    int pause(void);"]


def test_the_table_as_html_escapes_what_the_cell_wrote() -> None:
    html = SyscallTable(of('write(1, "<script>", 8) = 8'))._repr_html_()
    assert "<code>write(1, &quot;&lt;script&gt;&quot;, 8)</code>" in html
    assert "<script" not in html


def test_the_table_as_html_names_the_other_processes() -> None:
    html = SyscallTable(of("fork() = 8", "8 pause() = ?"))._repr_html_()
    assert '<th colspan="3" style="text-align:left">child</th>' in html


def test_an_empty_table_says_so() -> None:
    table = SyscallTable(of("brk(NULL) = 0x55ec917c9000"))
    assert repr(table) == "The cell made no such system call."
    assert table._repr_html_() == "<p>The cell made no such system call.</p>"
