# fails: mq_worker-overtaken
# says: number of jobs that still wait in the queue
# lecture: 13-message-queues#Priority
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        stopped = False
        while not stopped:
            jobs = [queue.receive()]
            jobs += [queue.receive() for _ in range(queue.current_messages)]
            for message, priority in jobs:
                if message == b"stop":
                    stopped = True
                else:
                    os.write(out_fd, b"%d %b\n" % (priority, message))
