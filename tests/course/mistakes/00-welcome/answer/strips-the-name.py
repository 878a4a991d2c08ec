# fails: answer-any-name
# says: answer returned something else
# lecture: 00-welcome#How to read a card
def answer(request):
    return b"Hello, " + request.strip() + b"!"
