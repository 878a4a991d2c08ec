# fails: rendezvous-waits, rendezvous-both-orders, rendezvous-every-interleaving
# says: without an end
# lecture: 12-semaphores-and-mutexes#Counting
def rendezvous(here, there):
    here.release()
    while there.value == 0:
        pass
    there.acquire()
