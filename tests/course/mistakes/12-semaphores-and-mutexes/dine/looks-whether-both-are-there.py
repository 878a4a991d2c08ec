# fails: dine-neighbour, dine-table-for-two, dine-five-at-once
# says: without an end
# lecture: 12-semaphores-and-mutexes#Counting
def dine(seat, forks, meals):
    left, right = forks[seat], forks[(seat + 1) % len(forks)]
    for meal in meals:
        while not (left.value and right.value):
            pass
        with left, right:
            meal()
