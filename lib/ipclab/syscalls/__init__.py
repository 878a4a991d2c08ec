"""`%%syscalls`: the system calls of a cell, beside their C prototypes."""
