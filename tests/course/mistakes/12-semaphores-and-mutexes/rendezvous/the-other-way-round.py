# fails: rendezvous-waits
# says: nobody waits for the semaphore
# lecture: 12-semaphores-and-mutexes#Rendezvous
def rendezvous(here, there):
    there.release()
    here.acquire()
