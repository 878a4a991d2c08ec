import ctypes
import errno
import struct

LIBC = "libc.so.6"
NO_WAIT = 0o4000


def asked(call, *arguments):
    while (result := call(*arguments)) < 0:
        number = ctypes.get_errno()
        if number in (errno.EIDRM, errno.EINVAL, errno.ENOENT):
            raise EOFError(os.strerror(number))
        if number != errno.EINTR:
            raise OSError(number, os.strerror(number))
    return result


def mailbox_send(key, recipient, data):
    if recipient < 1:
        raise ValueError(recipient)
    libc = ctypes.CDLL(LIBC, use_errno=True)
    letter = struct.pack("l", recipient) + data
    asked(libc.msgsnd, asked(libc.msgget, key, 0), letter, ctypes.c_size_t(len(data)), 0)


def mailbox_receive(key, recipient, wait):
    if recipient < 1:
        raise ValueError(recipient)
    libc = ctypes.CDLL(LIBC, use_errno=True)
    room = struct.calcsize("l")
    letter = ctypes.create_string_buffer(room + 8192)
    size, kind = ctypes.c_size_t(8192), ctypes.c_long(recipient)
    flags = 0 if wait else NO_WAIT
    try:
        length = asked(libc.msgrcv, asked(libc.msgget, key, 0), letter, size, kind, flags)
    except OSError as error:
        if error.errno == errno.ENOMSG:
            return None
        raise
    return letter.raw[room : room + length]
