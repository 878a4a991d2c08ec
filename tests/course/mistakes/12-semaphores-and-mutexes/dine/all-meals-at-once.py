# fails: dine-thinks
# says: The meals eaten so far is not
# lecture: 12-semaphores-and-mutexes#Starvation
def dine(seat, forks, meals):
    lower, upper = sorted((seat, (seat + 1) % len(forks)))
    for meal in list(meals):
        with forks[lower], forks[upper]:
            meal()
