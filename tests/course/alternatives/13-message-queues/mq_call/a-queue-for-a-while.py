@contextlib.contextmanager
def queue_for_a_while(name):
    queue = posix_ipc.MessageQueue(name, posix_ipc.O_CREX, max_messages=1, max_message_size=1024)
    try:
        yield queue
    finally:
        queue.close()
        queue.unlink()


def mq_call(requests, reply_name, question, timeout):
    number = b"%d.%d.%s" % (os.getpid(), time.time_ns(), secrets.token_bytes(4).hex().encode())
    end = time.monotonic() + (10**8 if timeout is None else timeout)
    with queue_for_a_while(reply_name) as replies:
        try:
            request = reply_name.encode() + b" " + number + b" " + question
            requests.send(request, timeout and max(0, end - time.monotonic()))
            while timeout is None or time.monotonic() < end:
                reply, _ = replies.receive(timeout and max(0, end - time.monotonic()))
                if reply.split(b" ", 1)[0] == number:
                    return reply.split(b" ", 1)[1]
        except posix_ipc.BusyError:
            pass
    raise TimeoutError(f"no answer within {timeout} seconds")
