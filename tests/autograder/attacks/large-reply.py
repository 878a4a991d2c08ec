# points: 0
def answer(request):
    return bytes(30 << 20)
