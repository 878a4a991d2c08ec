# fails: mq_feed-stop
# says: What is open afterwards
# lecture: 13-message-queues#What is left
def mq_feed(in_fd, name):
    queue = posix_ipc.MessageQueue(name)
    with open(in_fd, "rb", closefd=False) as lines:
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            queue.send(message, priority=int(priority))
    queue.send(b"stop", priority=0)
