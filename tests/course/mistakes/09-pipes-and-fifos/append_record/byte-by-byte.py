# fails: append_record-all-or-nothing, append_record-overtaken
# says: expected
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record or len(record) + 1 > select.PIPE_BUF:
        raise ValueError("not a record")
    for byte in record + b"\n":
        os.write(fd, bytes([byte]))
