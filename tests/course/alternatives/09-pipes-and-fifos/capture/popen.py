import subprocess


def capture(argv):
    try:
        program = subprocess.Popen(argv, stdout=subprocess.PIPE)
    except OSError:
        return 127, b""
    with program:
        output = program.stdout.read()
    return program.returncode, output
