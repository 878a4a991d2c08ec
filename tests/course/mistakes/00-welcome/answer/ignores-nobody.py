# fails: answer-three-in-a-row
# says: Hello, !
# lecture: 00-welcome#How a check works
def answer(request):
    if not request:
        return b""
    return b"Hello, " + request + b"!"
