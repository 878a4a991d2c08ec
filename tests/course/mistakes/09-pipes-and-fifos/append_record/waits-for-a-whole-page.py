# fails: append_record-overtaken
# says: The number of bytes in the pipe
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    line = record + b"\n"
    if b"\n" in record or len(line) > select.PIPE_BUF:
        raise ValueError("not one record, or too long")
    select.select([], [fd], [])
    os.write(fd, line)
