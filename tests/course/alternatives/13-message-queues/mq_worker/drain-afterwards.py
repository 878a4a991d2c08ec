def mq_worker(name, out_fd):
    queue = posix_ipc.MessageQueue(name)
    try:
        with open(out_fd, "wb", buffering=0, closefd=False) as out:
            while (job := queue.receive())[0] != b"stop":
                out.write(str(job[1]).encode() + b" " + job[0] + b"\n")
            for _ in range(queue.current_messages):
                message, priority = queue.receive()
                out.write(str(priority).encode() + b" " + message + b"\n")
    finally:
        queue.close()
