# fails: dine-table-for-two, dine-five-at-once
# says: Deadlock: philosopher 0 and philosopher 1 wait, and nobody is left to wake them.
# lecture: 12-semaphores-and-mutexes#Deadlock
def dine(seat, forks, meals):
    for meal in meals:
        with forks[seat], forks[(seat + 1) % len(forks)]:
            meal()
