def copy_upper(in_fd, out_fd):
    while piece := os.read(in_fd, select.PIPE_BUF):
        os.write(out_fd, piece.upper())  # of so few, os.write() takes all or none (pipe(7))
