# fails: copy_upper-short-write
# says: expected
# lecture: 09-pipes-and-fifos#How much a pipe holds
def copy_upper(in_fd, out_fd):
    while data := os.read(in_fd, 65536):
        written = 0
        while written < len(data):
            written += os.write(out_fd, data.upper())
