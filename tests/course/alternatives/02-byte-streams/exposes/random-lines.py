import random


def exposes(address):
    for _ in range(3):
        lines = [b"", b" ", b"\xff\xfe", b"\t tabs \r"]
        lines += [random.randbytes(size).replace(b"\n", b"") for size in (10, 100, 5_000)]
        lines += [b"%d" % random.randrange(10**9) * 20_000]
        lines[-1] = lines[-1].ljust(100_000, b"?")[:100_000]
        random.shuffle(lines)
        try:
            answer = request(address, b"\n".join(lines) + b"\nhalf a li")
        except ConnectionError:
            return True
        if answer.split(b"\n") != [line[::-1] for line in lines] + [b""]:
            return True
    return False
