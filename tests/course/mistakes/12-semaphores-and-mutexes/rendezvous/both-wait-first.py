# fails: rendezvous-waits, rendezvous-both-orders, rendezvous-every-interleaving, rendezvous-again-and-again
# says: for a semaphore that nobody will post
# lecture: 12-semaphores-and-mutexes#Rendezvous
def rendezvous(here, there):
    there.acquire()
    here.release()
