#!/usr/bin/env python3
"""Every example of docs/api.md works as it stands, against the real proxy and a real Redis, and every call of
assets/openapi.json has an example. usage: api_examples_test.py CHAT-PROXY"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/deploy"))
from running import start_proxy, start_redis  # noqa: E402

PROXY = sys.argv.pop(1) if len(sys.argv) > 1 else None

# All blocks run in one shell, so that a variable of one is known in the next. curl tells the file $CALLS
# what it asked and what came, on a line that begins with @@; a block begins with @ and its number.
PREAMBLE = r"""
set -eu
curl() {
  command curl -sS --max-time 30 -w '%{stderr}@@ %{method} %{http_code} %{url}\n' "$@" 2>>"$CALLS"
}
"""


def blocks():
    """The examples, in order."""
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    return [block for block in re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if "curl" in block]


def documented_calls():
    """[(method, path with {names})], those without a name first: /sessions/import is no session."""
    paths = json.loads((ROOT / "assets/openapi.json").read_text(encoding="utf-8"))["paths"]
    calls = [(method.upper(), path) for path, item in paths.items() for method in item
             if method in ("get", "post", "patch", "delete")]
    return sorted(calls, key=lambda call: call[1].count("{"))


def call_of(method, path):
    """The documented call that a request is; None: it is none of them."""
    for call in documented_calls():
        pattern = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in call[1].split("/"))
        if call[0] == method and re.fullmatch(pattern, path):
            return call
    return None


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = Path(cls.folder.name)
        cls.redis, redis_port = start_redis(folder)
        cls.proxy, port = start_proxy(PROXY, folder, redis_port, "--ui-port", "-1", DEMO_PIECE_DELAY_MS="0")
        told = folder / "calls"
        script = PREAMBLE + "".join(f"echo '@ {number}' >>\"$CALLS\"\n{block}" for number, block in enumerate(blocks()))
        ran = subprocess.run(["bash", "-c", script.replace("localhost:9090", f"127.0.0.1:{port}")], cwd=folder,
                             env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "CALLS": str(told)},
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        cls.exit_code = ran.returncode
        cls.told = told.read_text(encoding="utf-8")
        cls.failed_streams = re.findall(r"^event: error\n.*", ran.stdout, re.MULTILINE)
        cls.output = ran.stdout[-2000:] + ran.stderr[-2000:]
        cls.calls = [(method, int(status), urlsplit(url).path or "/")
                     for method, status, url in re.findall(r"^@@ (\S+) (\d+) (\S+)$", cls.told, re.MULTILINE)]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.redis.stop()
        cls.folder.cleanup()

    def explanation(self):
        number = int(re.findall(r"^@ (\d+)$", self.told, re.MULTILINE)[-1])
        return f"the last block that ran:\n{blocks()[number]}\nwhat curl said:\n{self.told[-1000:]}\noutput:\n{self.output}"

    def test_there_are_examples(self):
        self.assertGreater(len(blocks()), 5)
        self.assertGreater(len(self.calls), 5)

    def test_every_command_of_every_example_succeeds(self):
        self.assertEqual(self.exit_code, 0, self.explanation())

    def test_every_call_is_answered_with_success(self):
        refused = [call for call in self.calls if not 200 <= call[1] < 300]
        self.assertEqual(refused, [], self.explanation())
        self.assertEqual(self.failed_streams, [])

    def test_every_documented_call_has_an_example(self):
        shown = {call_of(method, path) for method, _, path in self.calls}
        missing = [f"{method} {path}" for method, path in documented_calls() if (method, path) not in shown]
        self.assertEqual(missing, [], "docs/api.md shows no curl line for these calls of assets/openapi.json")

    def test_every_example_is_a_documented_call(self):
        unknown = [f"{method} {path}" for method, _, path in self.calls if call_of(method, path) is None]
        self.assertEqual(unknown, [], "assets/openapi.json does not know these calls of docs/api.md")


if __name__ == "__main__":
    unittest.main()
