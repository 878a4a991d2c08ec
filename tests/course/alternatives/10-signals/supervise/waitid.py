def start(job):
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM, signal.SIGCHLD])
        os._exit(job())
    return pid


def supervise(jobs, report):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD])
    names = {start(job): name for name, job in jobs.items()}
    while names:
        if signal.sigwaitinfo([signal.SIGTERM, signal.SIGCHLD]).si_signo == signal.SIGTERM:
            for pid in names:
                os.kill(pid, signal.SIGTERM)
            continue
        while names and (found := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG)):
            sign = 1 if found.si_code == os.CLD_EXITED else -1
            os.write(report, b"%s %d\n" % (names.pop(found.si_pid), sign * found.si_status))
