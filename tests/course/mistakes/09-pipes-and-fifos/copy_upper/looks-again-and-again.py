# fails: copy_upper-slow-reader
# says: copy_upper does not sleep
# lecture: 09-pipes-and-fifos#How much a pipe holds
import time


def copy_upper(in_fd, out_fd):
    os.set_blocking(out_fd, False)
    while piece := os.read(in_fd, 65536).upper():
        while piece:
            try:
                piece = piece[os.write(out_fd, piece) :]
            except BlockingIOError:
                time.sleep(0.01)
