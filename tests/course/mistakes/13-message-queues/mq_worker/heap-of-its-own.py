# fails: mq_worker-by-priority, mq_worker-any-message, mq_worker-overtaken, mq_worker-stop-loses-nothing
# says: expected
# lecture: 13-message-queues#Priority
import heapq


def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        jobs, stopped = [], False
        while not stopped or jobs:
            while (queue.current_messages or not jobs) and not stopped:
                message, priority = queue.receive()
                if message == b"stop":
                    stopped = True
                    for _ in range(queue.current_messages):
                        message, priority = queue.receive()
                        heapq.heappush(jobs, (priority, message))
                else:
                    heapq.heappush(jobs, (priority, message))
            if jobs:
                priority, message = heapq.heappop(jobs)
                os.write(out_fd, b"%d %b\n" % (priority, message))
