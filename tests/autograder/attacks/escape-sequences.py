# points: 0
NAME = "\x1b[2J\x1b]0;mine\x07\x1b[31m\u202e\x9b1m\r"
Wicked = type(NAME, (Exception,), {"__str__": lambda self: NAME})
print(NAME)


def answer(request):
    print(NAME)
    raise Wicked


answer.__name__ = answer.__qualname__ = NAME
