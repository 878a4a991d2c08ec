# points: 0
def answer(request):
    return [[] for _ in range(1 << 20)]
