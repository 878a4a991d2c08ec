# fails: supervise-sigterm, supervise-both-at-once
# says: then the end of the stream
# lecture: 10-signals#Stopping gracefully
def supervise(jobs, report):
    expected = {signal.SIGCHLD, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, expected)
    children = {}
    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os._exit(job())
        children[pid] = name
    while children:
        if signal.sigwait(expected) == signal.SIGTERM:
            for pid in children:
                os.kill(pid, signal.SIGTERM)
            return
        for pid in list(children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                os.write(
                    report, b"%s %d\n" % (children.pop(pid), os.waitstatus_to_exitcode(status))
                )
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
