import subprocess


def pipeline(commands):
    started, upstream = [], None
    for argv in commands:
        reader, writer = os.pipe()
        with contextlib.suppress(OSError):  # subprocess gives SIGPIPE its default by itself
            started.append(subprocess.Popen(argv, stdin=upstream, stdout=writer))
        os.close(writer)
        if upstream is not None:
            os.close(upstream)
        upstream = reader
    with open(upstream, "rb") as last:
        output = last.read()
    for program in started:
        program.wait()
    return output
