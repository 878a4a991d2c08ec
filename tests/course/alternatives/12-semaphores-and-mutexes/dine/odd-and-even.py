def dine(seat, forks, meals):
    """The even ones take the right fork first, the odd ones the left one: no circle."""
    hands = forks[seat], forks[(seat + 1) % len(forks)]
    first, second = hands if seat % 2 else reversed(hands)
    for meal in meals:
        first.acquire()
        second.acquire()
        try:
            meal()
        finally:
            second.release()
            first.release()
