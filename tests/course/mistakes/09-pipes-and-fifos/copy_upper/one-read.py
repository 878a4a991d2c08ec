# fails: copy_upper-piece-by-piece
# says: then the end of the stream
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    data = os.read(in_fd, 65536).upper()
    while data:
        data = data[os.write(out_fd, data) :]
