# points: 0  "computes without an end"
def answer(request):
    while True:
        pass
