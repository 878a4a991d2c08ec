def copy_upper(in_fd, out_fd):
    buffer = bytearray(8192)
    view = memoryview(buffer)
    while count := os.readv(in_fd, [buffer]):
        view[:count] = bytes(view[:count]).upper()
        done = 0
        while done < count:
            done += os.write(out_fd, view[done:count])
