# fails: copy_upper-short-write
# says: expected
# lecture: 09-pipes-and-fifos#How much a pipe holds
def copy_upper(in_fd, out_fd):
    while piece := os.read(in_fd, 65536).upper():
        count = os.write(out_fd, piece)
        if count < len(piece):
            os.write(out_fd, piece[count:])
