def reap_all(children, report):
    read_end, write_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    left = set(children)
    while left:
        for pid in sorted(left):
            found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG)
            if found is not None:
                left.discard(pid)
                sign = 1 if found.si_code == os.CLD_EXITED else -1
                os.write(report, b"%s %d\n" % (children[pid], sign * found.si_status))
        if left:
            select.select([read_end], [], [])
            os.read(read_end, 4096)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(read_end)
    os.close(write_end)
