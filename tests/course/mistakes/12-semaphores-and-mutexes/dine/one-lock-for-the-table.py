# fails: dine-both-forks, dine-two-at-once
# says: The forks on the table is not
# lecture: 12-semaphores-and-mutexes#Deadlock
def dine(seat, forks, meals):
    for meal in meals:
        with forks[0]:
            meal()
