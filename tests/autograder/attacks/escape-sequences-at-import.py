# points: 0
raise type("\x1b[2J\x1b]52;c;bWluZQ==\x07", (Exception,), {})("\x1b[31m\r\x00\u202e")
