# points: 0
WORDS = "</pre></script><script>alert(1)</script><img src=x onerror=x()>[x](javascript:)"


def answer(request):
    print(WORDS)
    raise type(WORDS, (Exception,), {})(WORDS)
