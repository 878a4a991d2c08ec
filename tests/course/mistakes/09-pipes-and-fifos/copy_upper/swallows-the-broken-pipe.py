# fails: copy_upper-reader-gone
# says: raises BrokenPipeError
# lecture: 09-pipes-and-fifos#A pipe without a reader
def copy_upper(in_fd, out_fd):
    try:
        while data := os.read(in_fd, 65536):
            rest = data.upper()
            while rest:
                rest = rest[os.write(out_fd, rest) :]
    except OSError as error:
        print("cannot write:", error)
