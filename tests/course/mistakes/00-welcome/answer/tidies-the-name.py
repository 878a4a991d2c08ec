# fails: answer-any-name
# says: Hello, Ada
# lecture: 00-welcome#How to read a card
def answer(request):
    return b"Hello, " + request.strip().title() + b"!"
