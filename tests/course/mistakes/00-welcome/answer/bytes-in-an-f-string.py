# fails: answer-a-name, answer-through-a-socket, answer-any-name, answer-three-in-a-row, answer-not-text
# says: Hello, b'Ada'!
# lecture: 00-welcome#How to read a card
def answer(request):
    return f"Hello, {request}!".encode()
