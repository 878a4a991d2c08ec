# fails: append_record-all-or-nothing, append_record-overtaken
# says: BlockingIOError
# lecture: 09-pipes-and-fifos#How much a pipe holds
def append_record(fd, record):
    if b"\n" in record or len(record) + 1 > select.PIPE_BUF:
        raise ValueError("not a record")
    os.set_blocking(fd, False)
    os.write(fd, record + b"\n")
