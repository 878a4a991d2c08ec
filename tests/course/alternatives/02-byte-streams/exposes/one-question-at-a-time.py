def exposes(address):
    questions = [
        (b"one\ntwo\n\nthree\n", b"eno\nowt\n\neerht\n"),
        (b" \t spaces \r \n", b" \r secaps \t \n"),
        (bytes(range(11, 256)) + b"\n", bytes(range(255, 10, -1)) + b"\n"),
        (b"ab" * 50_000 + b"\n", b"ba" * 50_000 + b"\n"),
        (b"unfinished", b""),
        (b"", b""),
        (b"next\n", b"txen\n"),
    ]
    try:
        return any(request(address, question) != answer for question, answer in questions)
    except OSError:
        return True
