# fails: dine-exception
# says: The forks on the table is not
# lecture: 12-semaphores-and-mutexes#Deadlock
def dine(seat, forks, meals):
    lower, upper = sorted((seat, (seat + 1) % len(forks)))
    for meal in meals:
        forks[lower].acquire()
        forks[upper].acquire()
        meal()
        forks[upper].release()
        forks[lower].release()
