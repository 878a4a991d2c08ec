def pipeline(commands):
    children, upstream = [], 0
    for argv in commands:
        reader, writer = os.pipe()
        streams = [(os.POSIX_SPAWN_DUP2, upstream, 0), (os.POSIX_SPAWN_DUP2, writer, 1)]
        with contextlib.suppress(OSError):
            children.append(
                os.posix_spawnp(
                    argv[0], argv, os.environ, file_actions=streams, setsigdef=[signal.SIGPIPE]
                )
            )
        os.close(writer)
        if upstream != 0:
            os.close(upstream)
        upstream = reader
    with open(upstream, "rb") as last:
        output = last.read()
    for child in children:
        os.waitpid(child, 0)
    return output
