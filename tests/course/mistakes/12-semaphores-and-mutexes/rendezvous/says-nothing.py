# fails: rendezvous-waits, rendezvous-both-orders, rendezvous-every-interleaving, rendezvous-again-and-again
# says: expected the semaphore's value is 1 received its value is 0
# lecture: 12-semaphores-and-mutexes#Rendezvous
def rendezvous(here, there):
    there.acquire()
