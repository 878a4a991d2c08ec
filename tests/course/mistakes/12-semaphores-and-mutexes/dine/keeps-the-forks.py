# fails: dine-thinks
# says: The forks on the table is not
# lecture: 12-semaphores-and-mutexes#Starvation
def dine(seat, forks, meals):
    lower, upper = sorted((seat, (seat + 1) % len(forks)))
    with forks[lower], forks[upper]:
        for meal in meals:
            meal()
