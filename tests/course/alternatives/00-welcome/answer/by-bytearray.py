def answer(request):
    greeting = bytearray(b"Hello, !")
    greeting[-1:-1] = request
    return bytes(greeting)
