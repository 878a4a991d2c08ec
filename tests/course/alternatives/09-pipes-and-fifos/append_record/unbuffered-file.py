def append_record(fd, record):
    line = b"%b\n" % record
    if line.index(b"\n") + 1 < len(line):
        raise ValueError("a record is one line")
    if len(line) > os.fpathconf(fd, "PC_PIPE_BUF"):
        raise ValueError("a record is short")
    with open(fd, "wb", buffering=0, closefd=False) as pipe_end:
        pipe_end.write(line)
