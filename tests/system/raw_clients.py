"""Clients that do what no HTTP library does: bytes one by one, half a connection, nothing at all."""
import json
import socket

from running import PATIENCE


def chat_bytes(session, message, **fields):
    """POST /chat as bytes."""
    body = json.dumps({"session_id": session, "message": message, "mode": "stateful", "provider": "demo",
                       **fields}).encode()
    return (b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)) + body


def connect(port, seconds=30, receive_buffer=None):
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(seconds * PATIENCE)
    client.connect(("127.0.0.1", port))
    return client


def is_closed(client):
    """Whether the other side has closed; what it said before is read."""
    client.setblocking(False)
    try:
        while client.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        client.setblocking(True)


def read_all(client):
    data = b""
    try:
        while piece := client.recv(65536):
            data += piece
    except ConnectionError:
        pass
    return data
