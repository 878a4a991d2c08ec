# fails: append_record-all-or-nothing, append_record-overtaken
# says: The number of bytes in the pipe is not what it must be
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
def append_record(fd, record):
    if b"\n" in record or len(record) + 1 > select.PIPE_BUF:
        raise ValueError("not a record")
    line = record + b"\n"
    middle = len(line) // 2
    os.write(fd, line[:middle])
    os.write(fd, line[middle:])
