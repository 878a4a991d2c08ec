# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open, fifo_server-stop, fifo_server-occupied, fifo_server-nothing-left-open, fifo_server-reader-gone
# says: fifo_server has ended, but should go on
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    with open(path, "w+b") as lines:
        for line in lines:
            if line == b"stop\n":
                break
            os.write(out_fd, line)
    os.unlink(path)
