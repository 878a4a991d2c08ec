def append_record(fd, record):
    if b"\n" in record or len(record) >= select.PIPE_BUF:
        raise ValueError("not a record that the kernel keeps whole")
    os.writev(fd, [record, b"\n"])  # two buffers, one write
