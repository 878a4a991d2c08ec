SMALL, CAPITAL = b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def copy_upper(in_fd, out_fd):
    table = bytes.maketrans(SMALL, CAPITAL)
    pending = b""
    while True:
        if not pending:
            pending = os.read(in_fd, 4 * 65536).translate(table)
            if not pending:
                return
        pending = pending[os.write(out_fd, pending) :]
