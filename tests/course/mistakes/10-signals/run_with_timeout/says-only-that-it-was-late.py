# fails: run_with_timeout-tidy, run_with_timeout-deaf, run_with_timeout-deaf-child, run_with_timeout-nothing-left
# says: None
# lecture: 10-signals#Time limits
import contextlib


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    status = None
    try:
        status = program.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    return status
