# fails: copy_upper-stays-open
# says: received   ['pipe']
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def copy_upper(in_fd, out_fd):
    with open(in_fd, "rb", buffering=0) as source:
        while data := source.read(65536):
            rest = data.upper()
            while rest:
                rest = rest[os.write(out_fd, rest) :]
