# fails: run_with_timeout-deaf-child, run_with_timeout-child-left
# says: leaves a write end of the pipe open
# lecture: 10-signals#Process groups and sessions
def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    try:
        return program.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGTERM)
    try:
        return program.wait(grace)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
