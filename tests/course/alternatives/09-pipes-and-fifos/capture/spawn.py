def capture(argv):
    reader, writer = os.pipe()
    try:
        child = os.posix_spawnp(
            argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)]
        )
    except OSError:
        os.close(reader)
        return 127, b""
    finally:
        os.close(writer)
    with open(reader, "rb") as pipe_end:
        output = pipe_end.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output
