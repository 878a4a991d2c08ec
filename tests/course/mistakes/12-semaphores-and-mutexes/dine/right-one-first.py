# fails: dine-table-for-two
# says: Deadlock: philosopher 0 and philosopher 1 wait, and nobody is left to wake them.
# lecture: 12-semaphores-and-mutexes#Deadlock
def dine(seat, forks, meals):
    left, right = forks[seat], forks[(seat + 1) % len(forks)]
    for meal in meals:
        with right, left:
            meal()
