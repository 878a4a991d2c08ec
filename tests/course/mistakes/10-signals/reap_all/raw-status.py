# fails: reap_all-one-by-one, reap_all-one-signal-for-three, reap_all-ended-before, reap_all-not-yours, reap_all-all-kinds
# says: third 1792
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    running = dict(children)
    while True:
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                os.write(report, b"%s %d\n" % (running.pop(pid), status))
        if not running:
            return
        signal.sigwait([signal.SIGCHLD])
