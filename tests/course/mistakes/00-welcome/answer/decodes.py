# fails: answer-not-text
# says: UnicodeDecodeError
# lecture: 00-welcome#What a descriptor is
def answer(request):
    name = request.decode()
    return f"Hello, {name}!".encode()
