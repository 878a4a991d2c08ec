def append_record(fd, record):
    if b"\n" in record or len(record) + 1 > select.PIPE_BUF:
        raise ValueError("not a record")
    with open(fd, "wb", buffering=2 * select.PIPE_BUF, closefd=False) as pipe_end:
        pipe_end.write(record)  # into the buffer, where there is room for all of it
        pipe_end.write(b"\n")
