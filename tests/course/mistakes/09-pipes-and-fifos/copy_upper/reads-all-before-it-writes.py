# fails: copy_upper-piece-by-piece
# says: while piece := os.read(in_fd, 65536)
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    data = b""
    while piece := os.read(in_fd, 65536):
        data += piece
    data = data.upper()
    while data:
        data = data[os.write(out_fd, data) :]
