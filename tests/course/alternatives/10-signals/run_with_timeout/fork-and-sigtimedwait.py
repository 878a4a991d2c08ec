import contextlib
import time


def ends_within(pid, seconds):
    end = None if seconds is None else time.monotonic() + seconds
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if end is None:
            signal.sigwait([signal.SIGCHLD])
        elif signal.sigtimedwait([signal.SIGCHLD], max(0, end - time.monotonic())) is None:
            return False
    return True


def run_with_timeout(argv, seconds, grace):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.execvp(argv[0], argv)
    with contextlib.suppress(PermissionError):  # it is another program already
        os.setpgid(pid, pid)
    if not ends_within(pid, seconds):
        os.killpg(pid, signal.SIGTERM)
        if not ends_within(pid, grace):
            os.killpg(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    os.killpg(pid, signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
