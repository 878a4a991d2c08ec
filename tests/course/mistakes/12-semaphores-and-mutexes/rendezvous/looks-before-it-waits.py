# fails: rendezvous-both-orders, rendezvous-every-interleaving, rendezvous-again-and-again
# says: How often south went on alone
# lecture: 12-semaphores-and-mutexes#Counting
def rendezvous(here, there):
    here.release()
    if there.value == 0:  # the other one is not there yet
        there.acquire()
