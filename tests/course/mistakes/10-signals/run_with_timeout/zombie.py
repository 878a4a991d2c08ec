# fails: run_with_timeout-nothing-left
# says: How many children it has left
# lecture: 10-signals#Children: SIGCHLD and wait
import contextlib


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    ended = os.pidfd_open(program.pid)
    status = None
    for patience, number in ((seconds, signal.SIGTERM), (grace, signal.SIGKILL)):
        if select.select([ended], [], [], patience)[0]:
            status = program.wait()
            break
        os.killpg(program.pid, number)
    os.close(ended)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return -signal.SIGKILL if status is None else status  # killed is killed
