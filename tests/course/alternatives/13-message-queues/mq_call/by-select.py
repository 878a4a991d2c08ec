import select
import uuid


def mq_call(requests, reply_name, question, timeout):
    number = uuid.uuid4().bytes.hex().encode()
    started = time.monotonic()
    replies = posix_ipc.MessageQueue(
        reply_name, posix_ipc.O_CREX | posix_ipc.O_NONBLOCK, max_messages=2, max_message_size=1024
    )

    def wait_for(to_read, to_write):
        left = None
        if timeout is not None:
            left = max(0, started + timeout - time.monotonic())
        ready = select.select(to_read, to_write, [], left)
        if left == 0 or not any(ready):
            raise TimeoutError

    try:
        requests.block = False
        sent = False
        while not sent:
            wait_for([], [requests])
            with contextlib.suppress(posix_ipc.BusyError):
                requests.send(reply_name.encode() + b" " + number + b" " + question)
                sent = True
        while True:
            wait_for([replies], [])
            message, _ = replies.receive()
            if message.startswith(number + b" "):
                return message[len(number) + 1 :]
    finally:
        requests.block = True
        replies.close()
        posix_ipc.unlink_message_queue(reply_name)
