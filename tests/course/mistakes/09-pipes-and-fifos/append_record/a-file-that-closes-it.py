# fails: append_record-lines, append_record-largest, append_record-newline-inside
# says: Bad file descriptor
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def append_record(fd, record):
    with os.fdopen(fd, "wb") as pipe_end:
        if b"\n" in record or len(record) + 1 > select.PIPE_BUF:
            raise ValueError("not a record")
        pipe_end.write(record + b"\n")
