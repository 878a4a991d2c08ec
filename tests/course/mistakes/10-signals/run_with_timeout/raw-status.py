# fails: run_with_timeout-in-time, run_with_timeout-tidy, run_with_timeout-deaf, run_with_timeout-deaf-child, run_with_timeout-child-left, run_with_timeout-nothing-left
# says: 1792
# lecture: 10-signals#Children: SIGCHLD and wait
def run_with_timeout(argv, seconds, grace):
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.execvp(argv[0], argv)
    ended = os.pidfd_open(pid)
    for patience, number in ((seconds, signal.SIGTERM), (grace, signal.SIGKILL)):
        if not select.select([ended], [], [], patience)[0]:
            os.killpg(pid, number)
    os.close(ended)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    os.killpg(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]
