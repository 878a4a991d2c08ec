# fails: reap_all-one-by-one, reap_all-all-kinds
# says: first 0
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    running = dict(children)
    while True:
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                os.write(report, b"%s %d\n" % (running.pop(pid), status >> 8))
        if not running:
            return
        signal.sigwait([signal.SIGCHLD])
