# fails: answer-a-name, answer-through-a-socket, answer-any-name, answer-three-in-a-row, answer-not-text
# says: None
# lecture: 00-welcome#How a check works
def answer(request):
    print(b"Hello, " + request + b"!")
