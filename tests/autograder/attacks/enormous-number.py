# points: 0
def answer(request):
    return 10**100_000
