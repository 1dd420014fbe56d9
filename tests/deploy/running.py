"""What the deploy tests share: free ports, waiting, and programs that are gone when the test is."""
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import time

# A shell that was started in the background hands down an ignored SIGINT, which bash cannot trap.
signal.signal(signal.SIGINT, signal.default_int_handler)


def free_port():
    """Below those that the system gives to outgoing connections and to whoever asks for any: nobody else takes it while
    the server that had it is down for a moment."""
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as given:
        first_given = int(given.read().split()[0])
    while True:
        port = random.randrange(first_given // 2, first_given)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# What a program is given whatever else it is given: where sanitizers write what they find (tests/support/sanitized.py).
SANITIZERS = {name: os.environ[name] for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")
              if name in os.environ}
# For a program with a window: the graphics driver leaves memory behind and is unloaded before LeakSanitizer looks, which
# cannot be told then whose it is. What is drawn is looked at in test_client_views.
SANITIZERS_OF_A_WINDOW = {name: options + ":detect_leaks=0" for name, options in SANITIZERS.items()
                          if name == "ASAN_OPTIONS"}
# How many times longer than usual programs may take, and how much larger they may be: sanitizers cost both.
PATIENCE = float(os.environ.get("MAGIC_TEST_PATIENCE", "1"))


def wait_until(condition, what, seconds=30):
    seconds *= PATIENCE
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid):
    """{name: pid} of a process's direct children."""
    found = {}
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listed:
        for child in listed.read().split():
            try:
                with open(f"/proc/{child}/comm", encoding="utf-8") as name:
                    found[name.read().strip()] = int(child)
            except FileNotFoundError:
                pass
    return found


class Program:
    """A running program with its output in a file; stop() ends it."""

    def __init__(self, command, log, environment=None, cwd=None):
        self.log = log
        base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with open(log, "wb") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=cwd,
                                            env={**base, **SANITIZERS, **(environment or {})}, start_new_session=True)
        self.pid = self.process.pid

    def output(self):
        with open(self.log, encoding="utf-8", errors="replace") as text:
            return text.read()

    def has_ended(self):
        return self.process.poll() is not None

    def wait_for_port(self, port):
        wait_until(lambda: answers(port) or self.has_ended(), f"port {port}; the log says: {self.output()}")
        if self.has_ended():
            raise AssertionError(f"it ended: {self.output()}")

    def stop(self, sign=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(sign)
        try:
            return self.process.wait(timeout=30 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def start_redis(folder, *options, port=None):
    port = port or free_port()
    redis = Program(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "",
                     *options], folder / "redis.log")
    redis.wait_for_port(port)
    return redis, port


def start_proxy(binary, folder, redis_port, *options, **environment):
    proxy_port = free_port()
    proxy = Program([binary, "--port", str(proxy_port), *options], folder / "proxy.log", cwd=folder,
                    environment={"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis_port), **environment})
    proxy.wait_for_port(proxy_port)
    return proxy, proxy_port


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.header_list = [(name.lower(), value) for name, value in response.getheaders()]
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


def ask(port, path, body=None, headers=None, method=None):
    """One request; a dict as body is sent as JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30 * PATIENCE)
    headers = dict(headers or {})
    if isinstance(body, dict):
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(body)
    connection.request(method or ("GET" if body is None else "POST"), path, body, headers)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer
