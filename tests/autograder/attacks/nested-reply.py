# points: 0
def answer(request):
    nest = []
    for _ in range(100_000):
        nest = [nest]
    return nest
