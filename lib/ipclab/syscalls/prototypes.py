"""C prototypes of the calls of this course, as their man pages give them. A table, no more."""

from __future__ import annotations

#: name in C -> its declaration; the kernel's names that lead to it are in ALIASES.
PROTOTYPES: dict[str, str] = {
    name.strip(): declaration
    for declaration in """
int socket(int domain, int type, int protocol);
int socketpair(int domain, int type, int protocol, int sv[2]);
int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
int listen(int sockfd, int backlog);
int accept(int sockfd, struct sockaddr *addr, socklen_t *addrlen);
int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
ssize_t send(int sockfd, const void *buf, size_t len, int flags);
ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct sockaddr *dest_addr, socklen_t addrlen);
ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags);
ssize_t recv(int sockfd, void *buf, size_t len, int flags);
ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr *src_addr, socklen_t *addrlen);
ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);
int shutdown(int sockfd, int how);
int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen);
int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen);
int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);
int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
int open(const char *pathname, int flags, ...);
int openat(int dirfd, const char *pathname, int flags, ...);
int creat(const char *pathname, mode_t mode);
int close(int fd);
ssize_t read(int fd, void *buf, size_t count);
ssize_t write(int fd, const void *buf, size_t count);
ssize_t readv(int fd, const struct iovec *iov, int iovcnt);
ssize_t writev(int fd, const struct iovec *iov, int iovcnt);
ssize_t pread(int fd, void *buf, size_t count, off_t offset);
ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset);
ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count);
ssize_t splice(int fd_in, off64_t *off_in, int fd_out, off64_t *off_out, size_t len, unsigned int flags);
off_t lseek(int fd, off_t offset, int whence);
int fsync(int fd);
int fdatasync(int fd);
int ftruncate(int fd, off_t length);
int truncate(const char *path, off_t length);
int fstat(int fd, struct stat *statbuf);
int stat(const char *pathname, struct stat *statbuf);
int fstatat(int dirfd, const char *pathname, struct stat *statbuf, int flags);
int access(const char *pathname, int mode);
int chmod(const char *pathname, mode_t mode);
int fchmod(int fd, mode_t mode);
mode_t umask(mode_t mask);
int link(const char *oldpath, const char *newpath);
int unlink(const char *pathname);
int rename(const char *oldpath, const char *newpath);
int mkdir(const char *pathname, mode_t mode);
int rmdir(const char *pathname);
int chdir(const char *path);
int dup(int oldfd);
int dup2(int oldfd, int newfd);
int dup3(int oldfd, int newfd, int flags);
int fcntl(int fd, int cmd, ...);
int ioctl(int fd, unsigned long request, ...);
int flock(int fd, int operation);
int pipe(int pipefd[2]);
int pipe2(int pipefd[2], int flags);
int mkfifo(const char *pathname, mode_t mode);
int mknod(const char *pathname, mode_t mode, dev_t dev);
pid_t fork(void);
pid_t vfork(void);
int execve(const char *pathname, char *const argv[], char *const envp[]);
void _exit(int status);
pid_t wait(int *wstatus);
pid_t waitpid(pid_t pid, int *wstatus, int options);
int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options);
pid_t getpid(void);
pid_t getppid(void);
pid_t getpgid(pid_t pid);
int setpgid(pid_t pid, pid_t pgid);
pid_t setsid(void);
pid_t getsid(pid_t pid);
uid_t getuid(void);
uid_t geteuid(void);
int kill(pid_t pid, int sig);
int pidfd_open(pid_t pid, unsigned int flags);
int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags);
int sigaction(int signum, const struct sigaction *act, struct sigaction *oldact);
int sigprocmask(int how, const sigset_t *set, sigset_t *oldset);
int sigpending(sigset_t *set);
int sigsuspend(const sigset_t *mask);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
int sigqueue(pid_t pid, int sig, const union sigval value);
int sigaltstack(const stack_t *ss, stack_t *old_ss);
int signalfd(int fd, const sigset_t *mask, int flags);
int pause(void);
unsigned int alarm(unsigned int seconds);
int setitimer(int which, const struct itimerval *new_value, struct itimerval *old_value);
int getitimer(int which, struct itimerval *curr_value);
int nanosleep(const struct timespec *req, struct timespec *rem);
int clock_nanosleep(clockid_t clockid, int flags, const struct timespec *request, struct timespec *remain);
int timerfd_create(int clockid, int flags);
int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct itimerspec *old_value);
int eventfd(unsigned int initval, int flags);
int poll(struct pollfd *fds, nfds_t nfds, int timeout);
int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t *sigmask);
int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout);
int pselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const struct timespec *timeout, const sigset_t *sigmask);
int epoll_create1(int flags);
int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
int epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout, const sigset_t *sigmask);
void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);
int munmap(void *addr, size_t length);
int msync(void *addr, size_t length, int flags);
int mlock(const void *addr, size_t len);
int memfd_create(const char *name, unsigned int flags);
int shmget(key_t key, size_t size, int shmflg);
void *shmat(int shmid, const void *shmaddr, int shmflg);
int shmdt(const void *shmaddr);
int shmctl(int shmid, int cmd, struct shmid_ds *buf);
int semget(key_t key, int nsems, int semflg);
int semop(int semid, struct sembuf *sops, size_t nsops);
int semtimedop(int semid, struct sembuf *sops, size_t nsops, const struct timespec *timeout);
int semctl(int semid, int semnum, int cmd, ...);
int msgget(key_t key, int msgflg);
int msgsnd(int msqid, const void *msgp, size_t msgsz, int msgflg);
ssize_t msgrcv(int msqid, void *msgp, size_t msgsz, long msgtyp, int msgflg);
int msgctl(int msqid, int cmd, struct msqid_ds *buf);
mqd_t mq_open(const char *name, int oflag, ...);
int mq_unlink(const char *name);
int mq_send(mqd_t mqdes, const char *msg_ptr, size_t msg_len, unsigned int msg_prio);
int mq_timedsend(mqd_t mqdes, const char *msg_ptr, size_t msg_len, unsigned int msg_prio, const struct timespec *abs_timeout);
ssize_t mq_receive(mqd_t mqdes, char *msg_ptr, size_t msg_len, unsigned int *msg_prio);
ssize_t mq_timedreceive(mqd_t mqdes, char *msg_ptr, size_t msg_len, unsigned int *msg_prio, const struct timespec *abs_timeout);
int mq_notify(mqd_t mqdes, const struct sigevent *sevp);
int mq_getattr(mqd_t mqdes, struct mq_attr *attr);
int mq_setattr(mqd_t mqdes, const struct mq_attr *newattr, struct mq_attr *oldattr);
int prctl(int option, ...);
int setrlimit(int resource, const struct rlimit *rlim);
int getrlimit(int resource, struct rlimit *rlim);
int close_range(unsigned int first, unsigned int last, int flags);
int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start_routine)(void *), void *arg);
int sched_yield(void);
""".strip().splitlines()  # noqa: E501
    for name in [declaration.partition("(")[0].split()[-1].lstrip("*")]
}

#: what the kernel calls it -> the functions a C program calls for it, the likeliest first.
ALIASES: dict[str, tuple[str, ...]] = {
    "accept4": ("accept", "accept4"),
    "sendto": ("send", "sendto"),
    "recvfrom": ("recv", "recvfrom"),
    "openat": ("open", "openat", "creat"),
    "newfstatat": ("stat", "fstatat", "fstat"),
    "fstatat64": ("stat", "fstatat", "fstat"),
    "faccessat": ("access",),
    "faccessat2": ("access",),
    "fchmodat": ("chmod",),
    "unlinkat": ("unlink", "rmdir"),
    "renameat": ("rename",),
    "renameat2": ("rename",),
    "linkat": ("link",),
    "mkdirat": ("mkdir",),
    "mknod": ("mkfifo", "mknod"),
    "mknodat": ("mkfifo", "mknod"),
    "pread64": ("pread",),
    "pwrite64": ("pwrite",),
    "pipe2": ("pipe", "pipe2"),
    "dup3": ("dup2", "dup3"),
    "clone": ("fork",),
    "clone3": ("fork",),
    "exit_group": ("_exit",),
    "wait4": ("waitpid", "wait"),
    "rt_sigaction": ("sigaction",),
    "rt_sigprocmask": ("sigprocmask",),
    "rt_sigpending": ("sigpending",),
    "rt_sigsuspend": ("sigsuspend",),
    "rt_sigtimedwait": ("sigwaitinfo", "sigtimedwait"),
    "rt_sigqueueinfo": ("sigqueue",),
    "signalfd4": ("signalfd",),
    "eventfd2": ("eventfd",),
    "tgkill": ("kill",),
    "ppoll": ("poll", "ppoll"),
    "pselect6": ("select", "pselect"),
    "epoll_pwait": ("epoll_wait", "epoll_pwait"),
    "semtimedop": ("semop", "semtimedop"),
    "mq_timedsend": ("mq_send", "mq_timedsend"),
    "mq_timedreceive": ("mq_receive", "mq_timedreceive"),
    "mq_getsetattr": ("mq_getattr", "mq_setattr"),
    "prlimit64": ("setrlimit", "getrlimit"),
}


def c_names(syscall: str) -> tuple[str, ...]:
    """The C functions behind a system call, the likeliest first.

    >>> c_names("accept4")
    ('accept', 'accept4')
    """
    return ALIASES.get(syscall, (syscall,))


def prototype(syscall: str, arguments: tuple[str, ...] = ()) -> str:
    """The C prototype for a system call seen by strace, or "" if this course has none.

    A `sendto` without an address is what `send` makes of itself, and so on.

    >>> prototype("sendto", ("4", '"hi"', "2", "0", "NULL", "0"))
    'ssize_t send(int sockfd, const void *buf, size_t len, int flags);'
    """
    name = c_names(syscall)[0]
    text = " ".join(arguments)
    if syscall in {"sendto", "recvfrom"} and arguments[4:5] not in [("NULL",), ()]:
        name = syscall
    elif syscall == "newfstatat" and "AT_EMPTY_PATH" in text:
        name = "fstat"
    elif syscall == "unlinkat" and "AT_REMOVEDIR" in text:
        name = "rmdir"
    elif syscall in {"clone", "clone3"} and "CLONE_THREAD" in text:
        name = "pthread_create"
    return PROTOTYPES.get(name, "")
