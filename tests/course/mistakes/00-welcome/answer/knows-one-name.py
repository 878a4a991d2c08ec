# fails: answer-any-name, answer-three-in-a-row, answer-not-text
# says: Hello, Ada!
# lecture: 00-welcome#How a check works
def answer(request):
    return b"Hello, Ada!"
