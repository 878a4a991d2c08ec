# points: 0  "it took too long, and was interrupted"
while True:
    pass


def answer(request):
    return b"Hello, " + request + b"!"
