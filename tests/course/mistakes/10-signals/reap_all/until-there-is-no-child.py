# fails: reap_all-not-yours
# says: ChildProcessError
# lecture: 10-signals#Children: SIGCHLD and wait
import contextlib


def reap_all(children, report):
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.wait()
            if pid in children:
                status = os.waitstatus_to_exitcode(status)
                os.write(report, b"%s %d\n" % (children[pid], status))
