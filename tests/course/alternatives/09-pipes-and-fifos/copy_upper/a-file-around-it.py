def copy_upper(in_fd, out_fd):
    with open(in_fd, "rb", closefd=False) as source, open(out_fd, "wb", closefd=False) as sink:
        while piece := source.read1():  # what is there; at most one os.read()
            sink.write(piece.upper())
            sink.flush()
