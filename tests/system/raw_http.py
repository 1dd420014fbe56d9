"""HTTP as an attacker writes it: bytes over a socket, and every answer that comes back."""
import re
import socket

from running import PATIENCE


class Raw:
    """What came back on one connection."""

    def __init__(self, data):
        self.data = data
        self.statuses = [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d{3})", data, re.MULTILINE)]

    @property
    def status(self):
        """Of the only answer; 0: the connection was closed without one."""
        if len(self.statuses) > 1:
            raise AssertionError(f"{len(self.statuses)} answers to one request: {self.data!r}")
        return self.statuses[0] if self.statuses else 0

    def header(self, name):
        head = self.data.split(b"\r\n\r\n", 1)[0].decode("latin-1")
        values = [line.split(":", 1)[1].strip() for line in head.split("\r\n")[1:]
                  if line.lower().startswith(name.lower() + ":")]
        return values[0] if values else None

    @property
    def body(self):
        return self.data.split(b"\r\n\r\n", 1)[-1]


def is_whole(data):
    """Whether an answer with a stated length has come as a whole."""
    head, end, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return bool(end and length and len(body) >= int(length[1]))


def send(port, data):
    """Sends the bytes, and reads until the other side closes, or until nothing more comes behind a whole answer.
    Where none comes, this side closes its half after a second: the other one may be waiting for more."""
    with socket.create_connection(("127.0.0.1", port), timeout=10 * PATIENCE) as connection:
        received, silence = b"", 0
        try:
            connection.sendall(data)
        except (ConnectionResetError, BrokenPipeError):
            pass  # it did not want all of it
        while silence < 2:
            connection.settimeout(0.3 if is_whole(received) else [1 * PATIENCE, 10 * PATIENCE][silence])
            try:
                piece = connection.recv(65536)
                received += piece
                if not piece:
                    break
            except TimeoutError:
                if is_whole(received):
                    break
                silence += 1
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                break  # reset
    return Raw(received)


def request(method, target, headers=(), body=b"", host="localhost", version="HTTP/1.1"):
    """A request whose parts nobody checks. headers: (name, value) pairs, added to Host and Connection: close."""
    head = [f"{method} {target} {version}", *([f"Host: {host}"] if host is not None else []), "Connection: close",
            *(f"{name}: {value}" for name, value in headers)]
    if body and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        head.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + body
