from pathlib import Path


@contextlib.contextmanager
def mailboxes(key, recipient):
    if recipient <= 0:
        raise ValueError(f"{recipient} is nobody")
    longest = int(Path("/proc/sys/kernel/msgmax").read_text())
    try:
        yield sysv_ipc.MessageQueue(key, max_message_size=longest)
    except sysv_ipc.ExistentialError as error:
        raise EOFError(str(error)) from error


def mailbox_send(key, recipient, data):
    with mailboxes(key, recipient) as queue:
        queue.send(data, True, recipient)


def mailbox_receive(key, recipient, wait):
    with mailboxes(key, recipient) as queue:
        if wait:
            return queue.receive(type=recipient)[0]
        with contextlib.suppress(sysv_ipc.BusyError):
            return queue.receive(block=False, type=recipient)[0]
    return None
