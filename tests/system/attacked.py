"""A proxy under attack, and what holds after each: it lives and answers, and nothing was stored."""
import json
import unittest

from playground import PROXY, Api, Playground, new_session
from running import free_port, start_proxy

JSON = ("Content-Type", "application/json")


class Target:
    """One for a whole module. Its messages are short, its log is long, and beside its UI's folder lies a secret."""

    def __init__(self):
        self.here = Playground()
        site = self.here.folder / "site"
        (site / "fonts").mkdir(parents=True)
        (site / "index.html").write_text("<!doctype html><title>Memory Magic</title>")
        (site / "fonts/a.txt").write_text("a font")
        (self.here.folder / "secret.txt").write_text("outside of the UI's folder")
        folder = self.here.folder / "attacked"
        folder.mkdir()
        self.ui_port = free_port()
        self.program, port = start_proxy(
            PROXY, folder, self.here.redis_port, "--ui-port", str(self.ui_port), "--ui-dir", str(site),
            DEMO_PIECE_DELAY_MS="0", MAX_MESSAGE_BYTES="1000", LOG_LEVEL="debug")
        self.program.wait_for_port(self.ui_port)
        self.here.programs.append(self.program)
        self.proxy = Api(self.program, port)
        Attack.target = self


def chat(session, **fields):
    return json.dumps({"session_id": session, "message": "Hi", "mode": "stateful", "provider": "demo",
                       **fields}).encode()


class Attack(unittest.TestCase):
    target = None

    def setUp(self):
        self.session = new_session()

    def tearDown(self):
        """Whatever was sent: it lives and answers, and nothing was stored that should not be."""
        self.assertFalse(self.target.program.has_ended(), self.target.program.output()[-2000:])
        self.assertEqual(self.target.proxy.ask("/healthz").status, 200)
        self.assertEqual(self.target.proxy.messages(self.session), [], "something was stored")

    def refused(self, raw, *statuses):
        """Refused with one of these, in our shape, with a sentence."""
        self.assertIn(raw.status, statuses, raw.data[:500])
        error = json.loads(raw.body)["error"]
        self.assertRegex(error["message"], r"^\w.* .*\.$")
        self.assertNotEqual(error["code"], "internal")
        return error
