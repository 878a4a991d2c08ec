# fails: copy_upper-piece-by-piece
# says: then the end of the stream
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    while True:
        data = os.read(in_fd, 1024)
        rest = data.upper()
        while rest:
            rest = rest[os.write(out_fd, rest) :]
        if len(data) < 1024:
            break
