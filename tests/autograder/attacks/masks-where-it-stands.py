# points: 0  "waits for a signal that nobody will send"
import signal


def answer(request):
    signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals() - {signal.SIGALRM})
    for number in (signal.SIGRTMAX - 1, signal.SIGRTMAX - 2):
        signal.signal(number, signal.SIG_IGN)
    signal.pause()
