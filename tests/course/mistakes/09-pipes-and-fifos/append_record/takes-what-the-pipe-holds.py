# fails: append_record-largest, append_record-too-long
# says: append_record raises ValueError
# lecture: 09-pipes-and-fifos#How much a pipe holds
import fcntl


def append_record(fd, record):
    if b"\n" in record or len(record) + 1 > fcntl.fcntl(fd, fcntl.F_GETPIPE_SZ):
        raise ValueError("not a record")
    os.write(fd, record + b"\n")
