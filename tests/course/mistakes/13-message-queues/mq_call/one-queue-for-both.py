# fails: mq_call-answer, mq_call-two-callers, mq_call-late-reply, mq_call-room, mq_call-name-taken
# says: mq_call
# lecture: 13-message-queues#Request and reply
def mq_call(requests, reply_name, question, timeout):
    deadline = None if timeout is None else time.monotonic() + timeout
    number = secrets.token_hex(16).encode()

    def left():
        return None if deadline is None else max(0, deadline - time.monotonic())

    try:
        request = b" ".join([requests.name.encode(), number, question])
        requests.send(request, timeout=left())
        while deadline is None or time.monotonic() < deadline:
            replied_to, _, answer = requests.receive(timeout=left())[0].partition(b" ")
            if replied_to == number:
                return answer
    except posix_ipc.BusyError:
        pass
    raise TimeoutError("no answer in time")
