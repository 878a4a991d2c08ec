# fails: append_record-all-or-nothing, append_record-overtaken, append_record-too-long
# says: raises ValueError
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record or len(record) + 1 == select.PIPE_BUF + 1:
        raise ValueError("not a record")
    line = record + b"\n"
    for start in range(0, len(line), 256):
        os.write(fd, line[start : start + 256])
