# fails: fifo_server-reader-gone
# says: 'prw-------'
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    with open(os.open(path, os.O_RDWR), "rb") as lines:
        for line in lines:
            if line == b"stop\n":
                break
            os.write(out_fd, line)
    os.unlink(path)
