# fails: copy_upper-piece-by-piece
# says: while data := os.read(in_fd, 65536)
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    with open(out_fd, "wb", closefd=False) as out:
        while data := os.read(in_fd, 65536):
            out.write(data.upper())
