"""Server-sent events as a client reads them, each stream on a thread of its own."""
import http.client
import json
import socket
import threading
from dataclasses import dataclass

from running import PATIENCE


@dataclass
class Event:
    name: str
    data: dict
    id: str = ""


class Stream:
    """A request that is answered with events; `events` grows as they come. hang_up() ends it from this side."""

    def __init__(self, port, path, body=None, headers=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60 * PATIENCE)
        headers = dict(headers or {})
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.headers = {name.lower(): value for name, value in self.response.getheaders()}
        self.events = []
        self.has_ended = False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        name, data, number = "", "", ""
        try:
            for line in self.response:
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    data = value
                elif field == "id":
                    number = value
                elif not field and name:
                    with self.changed:
                        self.events.append(Event(name, json.loads(data), number))
                        self.changed.notify_all()
                    name, data, number = "", "", ""
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass  # cut, by one side or the other
        self.response.close()
        self.connection.close()
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    def named(self, name):
        return [event for event in list(self.events) if event.name == name]

    def text(self):
        return "".join(event.data["text"] for event in self.named("delta"))

    def wait(self, name, count=1, seconds=15):
        """The count-th event of that name."""
        return self.wait_for(lambda: len(self.named(name)) >= count, f"{count} {name}", seconds) \
            and self.named(name)[count - 1]

    def wait_for(self, condition, what, seconds=15):
        with self.changed:
            if not self.changed.wait_for(lambda: condition() or self.has_ended, seconds * PATIENCE) or not condition():
                raise AssertionError(f"{what}: not in {[(each.name, each.data) for each in self.events]}, "
                                     f"{'which has ended' if self.has_ended else 'which goes on'}")
        return True

    def end(self, seconds=30):
        """Waits for the stream's own end, and returns its last event."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.has_ended, seconds * PATIENCE):
                raise AssertionError(f"it does not end: {[each.name for each in self.events]}")
        return self.events[-1]

    def hang_up(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was first
        self.thread.join(10)
