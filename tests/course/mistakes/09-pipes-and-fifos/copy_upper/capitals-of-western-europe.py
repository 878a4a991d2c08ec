# fails: copy_upper-any-byte, copy_upper-slow-reader, copy_upper-short-write
# says: expected
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    while data := os.read(in_fd, 65536):
        rest = data.decode("latin-1").upper().encode("latin-1", errors="replace")
        while rest:
            rest = rest[os.write(out_fd, rest) :]
