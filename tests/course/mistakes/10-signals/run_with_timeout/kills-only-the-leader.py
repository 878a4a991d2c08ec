# fails: run_with_timeout-deaf, run_with_timeout-deaf-child, run_with_timeout-child-left
# says: leaves a write end of the pipe open
# lecture: 10-signals#Process groups and sessions
def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv)
    try:
        return program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.terminate()
    try:
        return program.wait(grace)
    except subprocess.TimeoutExpired:
        program.kill()
    return program.wait()
