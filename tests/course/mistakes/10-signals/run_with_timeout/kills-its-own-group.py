# fails: run_with_timeout-in-time, run_with_timeout-tidy, run_with_timeout-deaf, run_with_timeout-deaf-child, run_with_timeout-child-left, run_with_timeout-nothing-left
# says: was ended by SIGKILL instead of returning
# lecture: 10-signals#Process groups and sessions
import contextlib


def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv)
    group = os.getpgid(program.pid)
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(group, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return program.wait()
