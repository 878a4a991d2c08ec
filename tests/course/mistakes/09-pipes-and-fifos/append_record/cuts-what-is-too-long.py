# fails: append_record-largest, append_record-too-long
# says: append_record raises ValueError
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record:
        raise ValueError("not a record")
    os.write(fd, record[: select.PIPE_BUF - 1] + b"\n")
