# fails: copy_upper-piece-by-piece
# says: for line in lines
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    with open(in_fd, "rb", closefd=False) as lines:
        for line in lines:
            rest = line.upper()
            while rest:
                rest = rest[os.write(out_fd, rest) :]
