# points: 0  "a line that did not end, and was interrupted"
while True:
    pass


def answer(request):
    return b"Hello, " + request + b"!"
