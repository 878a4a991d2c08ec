# fails: supervise-together, supervise-sigterm, supervise-status, supervise-both-at-once
# says: waits in
# lecture: 10-signals#Signals are not queued
def supervise(jobs, report):
    expected = {signal.SIGCHLD, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, expected)  # none gets lost
    children = {}
    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            os._exit(job())
        children[pid] = name
    while children:
        if signal.sigwait(expected) == signal.SIGTERM:
            for pid in children:
                os.kill(pid, signal.SIGTERM)
        else:
            pid, status = os.wait()
            os.write(report, b"%s %d\n" % (children.pop(pid), status))
