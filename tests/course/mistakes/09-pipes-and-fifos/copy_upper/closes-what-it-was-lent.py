# fails: copy_upper-stays-open
# says: Bad file descriptor
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    while data := os.read(in_fd, 65536):
        rest = data.upper()
        while rest:
            rest = rest[os.write(out_fd, rest) :]
    os.close(in_fd)
    os.close(out_fd)
