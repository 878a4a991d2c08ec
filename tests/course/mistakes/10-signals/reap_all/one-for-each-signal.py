# fails: reap_all-one-signal-for-three
# says: waits in
# lecture: 10-signals#Signals are not queued
def reap_all(children, report):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    running = dict(children)

    def look():
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                name = running.pop(pid)
                os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
                return True
        return False

    while look():  # those that have ended before
        pass
    while running:
        signal.sigwait([signal.SIGCHLD])
        look()
