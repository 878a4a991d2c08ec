"""Looking at processes and sockets from outside, through the kernel."""
