# fails: copy_upper-slow-reader, copy_upper-short-write
# says: TimeoutError
# lecture: 09-pipes-and-fifos#How much a pipe holds
def copy_upper(in_fd, out_fd):
    while data := os.read(in_fd, 65536):
        for start in range(0, len(data), 512):
            _, has_room, _ = select.select([], [out_fd], [], 0.1)
            if not has_room:
                raise TimeoutError("the reader does not read")
            os.write(out_fd, data[start : start + 512].upper())
