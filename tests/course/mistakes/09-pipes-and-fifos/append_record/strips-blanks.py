# fails: append_record-lines
# says: expected
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record or len(record) >= select.PIPE_BUF:
        raise ValueError("not one record, or too long")
    os.write(fd, record.strip() + b"\n")
