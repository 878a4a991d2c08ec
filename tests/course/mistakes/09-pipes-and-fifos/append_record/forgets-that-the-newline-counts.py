# fails: append_record-largest
# says: append_record raises ValueError
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record or len(record) > select.PIPE_BUF:
        raise ValueError("not a record")
    os.write(fd, record + b"\n")
