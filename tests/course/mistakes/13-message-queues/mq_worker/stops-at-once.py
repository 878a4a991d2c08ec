# fails: mq_worker-stop-loses-nothing
# says: 3 second
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        while (job := queue.receive())[0] != b"stop":
            message, priority = job
            os.write(out_fd, b"%d %b\n" % (priority, message))
