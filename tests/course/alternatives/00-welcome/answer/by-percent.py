def answer(request):
    return b"Hello, %b!" % request
