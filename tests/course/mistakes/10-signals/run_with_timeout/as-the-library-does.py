# fails: run_with_timeout-tidy, run_with_timeout-deaf, run_with_timeout-deaf-child, run_with_timeout-child-left, run_with_timeout-nothing-left
# says: TimeoutExpired
# lecture: 10-signals#Process groups and sessions
def run_with_timeout(argv, seconds, grace):
    return subprocess.run(argv, timeout=seconds).returncode
