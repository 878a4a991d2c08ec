# fails: append_record-all-or-nothing
# says: append_record does not sleep
# lecture: 09-pipes-and-fifos#PIPE_BUF: what is never torn
import array
import fcntl
import termios
import time


def append_record(fd, record):
    line = record + b"\n"
    if b"\n" in record or len(line) > select.PIPE_BUF:
        raise ValueError("not one record, or too long")
    count = array.array("i", [0])
    while True:
        fcntl.ioctl(fd, termios.FIONREAD, count)
        if fcntl.fcntl(fd, fcntl.F_GETPIPE_SZ) - count[0] >= len(line):
            break
        time.sleep(0.01)
    os.write(fd, record)
    os.write(fd, b"\n")
