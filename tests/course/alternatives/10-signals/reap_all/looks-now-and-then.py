import time


def reap_all(children, report):
    left = dict(children)
    while left:
        for pid in tuple(left):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                name = left.pop(pid)
                os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
        time.sleep(0.01)
