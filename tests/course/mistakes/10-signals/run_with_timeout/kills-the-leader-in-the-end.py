# fails: run_with_timeout-deaf
# says: leaves a write end of the pipe open
# lecture: 10-signals#Process groups and sessions
import contextlib


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGTERM)
        try:
            program.wait(grace)
        except subprocess.TimeoutExpired:
            program.kill()
            return program.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
