"""What the system tests share: Redis, real proxies, and their API as a client uses it."""
import signal
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/deploy"))
from running import PATIENCE, ask, start_proxy, start_redis  # noqa: E402, F401
from streams import Stream  # noqa: E402

PROXY = str(Path(sys.argv.pop(1)).resolve()) if len(sys.argv) > 1 else None


def new_session():
    return f"test-{uuid.uuid4().hex}"


def redis_cli(port, *command):
    """What redis-cli prints; lists come one item a line."""
    return subprocess.run(["redis-cli", "-p", str(port), *command], capture_output=True, text=True, timeout=20 * PATIENCE,
                          check=True).stdout.strip()


class Api:
    """One running proxy. Sessions are stateful unless a test says otherwise."""

    def __init__(self, program, port):
        self.program, self.port = program, port

    def ask(self, path, body=None, headers=None, method=None):
        return ask(self.port, path, body, headers, method)

    def chat(self, session, message, headers=None, **fields):
        return self.ask("/chat", self._body(session, message, fields), headers)

    def stream(self, session, message, headers=None, **fields):
        return Stream(self.port, "/chat", self._body(session, message, {**fields, "stream": True}), headers)

    @staticmethod
    def _body(session, message, fields):
        return {"session_id": session, "message": message, "mode": "stateful", "provider": "demo", **fields}

    def watch(self, session, after=None):
        """Another window of the session."""
        return Stream(self.port, f"/sessions/{session}/events", headers={"Last-Event-ID": after} if after else None)

    def messages(self, session):
        """All of them, page by page."""
        messages, after = [], ""
        while True:
            page = self.ask(f"/sessions/{session}/messages?limit=500{after}").json()
            messages += page["messages"]
            if not page.get("next"):
                return messages
            after = "&after=" + page["next"]

    def record(self, session, turn):
        return self.ask(f"/sessions/{session}/turns/{turn}").json()

    def last_record(self, session):
        return self.record(session, self.messages(session)[-1]["turn_id"])


class Playground:
    """A Redis and the proxies on it; stop() ends them all."""

    def __init__(self, *redis_options):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = Path(self.holder.name)
        self.redis_options = redis_options
        self.redis, self.redis_port = start_redis(self.folder, *redis_options)
        self.programs = []

    def proxy(self, **environment):
        folder = self.folder / f"proxy{len(self.programs)}"
        folder.mkdir()
        program, port = start_proxy(PROXY, folder, self.redis_port, "--ui-port", "-1",
                                    **{"DEMO_PIECE_DELAY_MS": "0", **environment})
        self.programs.append(program)
        return Api(program, port)

    def restart_redis(self, sign=signal.SIGTERM):
        self.redis.stop(sign)
        self.redis, _ = start_redis(self.folder, *self.redis_options, port=self.redis_port)

    def cli(self, *command):
        return redis_cli(self.redis_port, *command)

    def stop(self):
        for program in self.programs:
            program.stop()
        self.redis.stop()
        self.holder.cleanup()
