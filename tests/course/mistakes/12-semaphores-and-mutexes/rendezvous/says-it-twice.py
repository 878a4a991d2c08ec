# fails: rendezvous-waits, rendezvous-both-orders, rendezvous-every-interleaving, rendezvous-again-and-again
# says: its value is 2
# lecture: 12-semaphores-and-mutexes#Counting
def rendezvous(here, there):
    here.release()
    here.release()  # to be sure
    there.acquire()
