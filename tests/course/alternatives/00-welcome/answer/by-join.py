def answer(request):
    parts = [b"Hello, ", request, b"!"]
    return b"".join(parts)
