"""Wire protocols without I/O: bytes in, events out, bytes to send back."""
