# fails: reap_all-ended-before, reap_all-all-kinds
# says: waits in
# lecture: 10-signals#Waiting for a signal
def reap_all(children, report):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    running = dict(children)
    while running:
        signal.sigwait([signal.SIGCHLD])
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                name = running.pop(pid)
                os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
