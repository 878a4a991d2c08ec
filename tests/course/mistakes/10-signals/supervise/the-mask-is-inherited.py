# fails: supervise-sigterm, supervise-both-at-once
# says: waits in
# lecture: 10-signals#Blocked and pending
def supervise(jobs, report):
    expected = {signal.SIGCHLD, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, expected)
    children = {}
    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            pass  # a child is a program of its own
            os._exit(job())
        children[pid] = name
    while children:
        if signal.sigwait(expected) == signal.SIGTERM:
            for pid in children:
                os.kill(pid, signal.SIGTERM)
        for pid in list(children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                os.write(
                    report, b"%s %d\n" % (children.pop(pid), os.waitstatus_to_exitcode(status))
                )
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
