# fails: append_record-largest, append_record-too-long
# says: the end of the stream
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record:
        raise ValueError("not a record")
    written = os.write(fd, record + b"\n")
    if written > select.PIPE_BUF:
        raise ValueError("that was too long")
