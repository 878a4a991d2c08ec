# fails: run_with_timeout-child-left, run_with_timeout-nothing-left
# says: time.sleep(seconds)
# lecture: 10-signals#Time limits
import contextlib
import time


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    if seconds is None:
        return program.wait()
    time.sleep(seconds)
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
