# fails: mq_worker-waits
# says: computes without an end
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        stopped = False
        while not stopped or queue.current_messages:
            if queue.current_messages:
                message, priority = queue.receive()
                if message == b"stop":
                    stopped = True
                else:
                    os.write(out_fd, b"%d %b\n" % (priority, message))
