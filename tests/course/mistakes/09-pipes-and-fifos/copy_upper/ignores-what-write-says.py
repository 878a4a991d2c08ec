# fails: copy_upper-short-write
# says: then the end of the stream
# lecture: 09-pipes-and-fifos#How much a pipe holds
def copy_upper(in_fd, out_fd):
    while data := os.read(in_fd, 65536):
        os.write(out_fd, data.upper())
