# points: 0
def answer(request):
    return bytes(200 << 20)
