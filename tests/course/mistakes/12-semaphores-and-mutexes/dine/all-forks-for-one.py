# fails: dine-both-forks, dine-two-at-once
# says: the semaphore's value is 2
# lecture: 12-semaphores-and-mutexes#Deadlock
def dine(seat, forks, meals):
    for meal in meals:
        with contextlib.ExitStack() as hands:
            for fork in forks:
                hands.enter_context(fork)
            meal()
