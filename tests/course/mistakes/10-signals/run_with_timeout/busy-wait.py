# fails: run_with_timeout-in-time
# says: computes without an end
# lecture: 10-signals#Waiting for a signal
import contextlib
import time


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    for patience, number in ((seconds, signal.SIGTERM), (grace, signal.SIGKILL)):
        end = None if patience is None else time.monotonic() + patience
        while (end is None or time.monotonic() < end) and program.poll() is None:
            pass
        if program.poll() is None:
            os.killpg(program.pid, number)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
