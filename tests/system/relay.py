"""A relay in front of a server that holds every byte back for a while, as a slow network does."""
import queue
import socket
import threading
import time

from running import free_port


class Relay:
    def __init__(self, target):
        self.target, self.port, self.delay, self.sockets = target, free_port(), 0.0, []
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            for source, sink in ((near, far), (far, near)):
                waiting = queue.Queue()
                threading.Thread(target=self._read, args=(source, waiting), daemon=True).start()
                threading.Thread(target=self._write, args=(waiting, sink), daemon=True).start()
                self.sockets.append(source)

    def _read(self, source, waiting):
        data = b"-"
        while data:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            waiting.put((time.monotonic() + self.delay, data))

    @staticmethod
    def _write(waiting, sink):
        while True:
            due, data = waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(data)
            except OSError:
                return

    def stop(self):
        for each in [self.listener, *self.sockets]:
            each.close()
