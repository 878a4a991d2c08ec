# fails: exposes-any-byte, exposes-unfinished-line, exposes-full-pipe, exposes-order, exposes-the-longest
# says: answer = os.read(from_filter, 65536)
# lecture: 09-pipes-and-fifos#What goes wrong in practice
def exposes(to_filter, from_filter):
    question = bytes(range(256)) + os.urandom(999_743) + b"."
    try:
        for start in range(0, len(question), 4096):
            piece = question[start : start + 4096]
            os.write(to_filter, piece)
            wanted = piece.upper()
            while wanted:
                answer = os.read(from_filter, 65536)
                if not answer or not wanted.startswith(answer):
                    return True
                wanted = wanted[len(answer) :]
        os.close(to_filter)
        return os.read(from_filter, 1) != b""
    except BrokenPipeError:
        return True
