#!/usr/bin/env python3
"""No key, password or token is in anything that the proxy says: an answer, a header, a log line, a metric, a start that
fails, a crash. Its providers repeat what they were sent wherever they can. usage: secrets_test.py CHAT-PROXY"""
import base64
import hashlib
import signal
import subprocess
import unittest
from pathlib import Path

from fake_provider import OLLAMA_MODEL, FakeProvider, Reply
from playground import PROXY, Playground, new_session
from running import PATIENCE, SANITIZERS, free_port, wait_until

MARK = "c4n4ry"  # in the middle of each: half a key is a secret too
OPENAI_KEY = f"sk-proj-9f2A{MARK}Qx71-openai"
OLLAMA_KEY = f"local/{MARK}+7d1e_ollama"
PASSWORD = f"Redis-{MARK}/Pa55"
TOKEN = f"tok_{MARK}_b81c77"
GUESS = f"tok_{MARK}_wrong"
BASE64 = [base64.b64encode(each.encode()).decode().rstrip("=") for each in (OPENAI_KEY, OLLAMA_KEY, PASSWORD, TOKEN)]
SETTINGS = {"OPENAI_API_KEY": OPENAI_KEY, "OLLAMA_API_KEY": OLLAMA_KEY, "REDIS_PASSWORD": PASSWORD,
            "LOG_LEVEL": "debug", "UPSTREAM_RETRIES": "0"}
KEYS = {"chatgpt": OPENAI_KEY, "ollama": OLLAMA_KEY}


def setUpModule():
    global here, fake, proxy
    fake = FakeProvider()
    fake.server.RequestHandlerClass = repeating_lists(fake.server.RequestHandlerClass)
    here = Playground("--requirepass", PASSWORD)
    (here.folder / "tokens").write_text(f"alice:sha256:{hashlib.sha256(TOKEN.encode()).hexdigest()}\n")
    proxy = start()


def tearDownModule():
    here.stop()
    fake.stop()


def repeating_lists(handler):
    """Questions about the server itself are answered with the key, too."""
    class Repeating(handler):
        def do_GET(self):
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self.keep(b"")
            if self.path == "/api/version":
                return self.whole(200, {"version": key}, {"X-Request-Id": key})
            listed = [{"id": name, "name": name, "model": name, "object": "model"} for name in (key, OLLAMA_MODEL)]
            return self.whole(200, {"object": "list", "data": listed, "models": listed}, {"X-Request-Id": key})
    return Repeating


def start(**more):
    return here.proxy(**{**SETTINGS, "OPENAI_BASE_URL": fake.url + "/v1", "OLLAMA_BASE_URL": fake.url + "/v1",
                         "PROXY_TOKENS_FILE": str(here.folder / "tokens"), **more})


def repeating(key, **more):
    """An answer with the key in each place that a server fills in."""
    error = {each: f"Bad key: {key}" for each in ("message", "type", "code", "param", "detail")}
    headers = {name: key for name in ("X-Request-Id", "Retry-After", "WWW-Authenticate", "Set-Cookie", "Location",
                                      "x-should-retry", "retry-after-ms", "X-Echo")}
    return Reply(error=error, headers=headers, **more)


class SecretsTest(unittest.TestCase):
    def setUp(self):
        fake.forget()

    def ask(self, path, body=None, token=TOKEN, api=None, **how):
        answer = (api or proxy).ask(path, body, {"Authorization": f"Bearer {token}", **how.pop("headers", {})}, **how)
        self.tells_nothing(answer.header_list, answer.body.decode(errors="replace"))
        return answer

    def tells_nothing(self, *said):
        for each in said:
            text = str(each)
            self.assertNotIn(MARK, text)
            for encoded in BASE64:
                self.assertNotIn(encoded, text)

    def the_log_tells_nothing(self, api=None):
        log = (api or proxy).program.output()
        self.assertIn("is ready", log)
        self.tells_nothing(log)

    def everything_about(self, session):
        turns = {each["turn_id"] for each in self.ask(f"/sessions/{session}/messages").json()["messages"]}
        for path in ("", "/messages", "/export", "/context", *(f"/turns/{turn}" for turn in turns)):
            self.ask(f"/sessions/{session}{path}")


class Providers(SecretsTest):
    def test_a_provider_that_repeats_its_key_in_any_refusal_does_not_get_it_through(self):
        for provider, key in KEYS.items():
            session = new_session()
            for status in (302, 400, 401, 403, 404, 429, 500, 503):
                for stream in (False, True):
                    fake.forget()
                    fake.then(repeating(key, status=status))
                    refused = self.ask("/chat", {"session_id": session, "message": "Hi", "mode": "stateful",
                                                 "provider": provider, "stream": stream})
                    self.assertIn(b'"error"', refused.body)
                    self.assertEqual(fake.questions()[0].headers["authorization"], f"Bearer {key}")
            self.everything_about(session)
        self.the_log_tells_nothing()

    def test_the_sentence_of_a_provider_is_there_without_its_key(self):
        fake.then(repeating(OPENAI_KEY, status=400))
        refused = self.ask("/chat", {"session_id": new_session(), "message": "Hi", "mode": "stateful",
                                     "provider": "chatgpt"})
        self.assertIn("Bad key: [redacted]", refused.json()["error"]["message"])

    def test_a_provider_that_repeats_its_key_in_an_answer_does_not_get_it_through(self):
        for provider, key in KEYS.items():
            session = new_session()
            for stream in (False, True):
                # In pieces, and as a whole.
                fake.then(repeating(key, text=f"You sent {key[:9]}{key[9:]} to me"))
                said = self.ask("/chat", {"session_id": session, "message": "Hi", "mode": "stateful",
                                          "provider": provider, "stream": stream})
                self.assertIn(b"[redacted]", said.body)
            self.everything_about(session)

    def test_the_openai_face_keeps_the_key_too(self):
        for path, question in (("/v1/chat/completions", {"messages": [{"role": "user", "content": "Hi"}]}),
                               ("/v1/responses", {"input": "Hi"})):
            for provider, key in KEYS.items():
                for reply in (repeating(key, status=401), repeating(key, text=f"It is {key}")):
                    fake.then(reply)
                    self.ask(path, {"model": provider, **question})
        self.ask("/v1/models")

    def test_what_the_proxy_says_of_itself_holds_no_secret(self):
        for path in ("/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/providers", "/models", "/sessions",
                     "/nowhere"):
            self.ask(path)


class Clients(SecretsTest):
    def test_a_bad_request_is_refused_without_its_token(self):
        for body in ("{", "[]", "{}", '{"message":1}', '{"message":"Hi","nonsense":true}', "\0", "[" * 5000):
            for path in ("/chat", "/sessions", "/sessions/import", "/compare", "/v1/responses", "/v1/chat/completions"):
                self.ask(path, body, headers={"Content-Type": "application/json"})
        self.ask("/sessions/nowhere/messages")
        self.ask("/chat", "x", headers={"Content-Type": "text/plain"})
        self.ask("/chat", "{}", headers={"Content-Type": "application/json", "Origin": "https://elsewhere.example"})
        self.ask("/sessions", method="PUT")
        self.ask(f"/sessions?token={TOKEN}&limit=x")
        self.the_log_tells_nothing()

    def test_a_wrong_token_is_not_repeated(self):
        for token in (GUESS, TOKEN + "x", TOKEN[:-1]):
            self.assertEqual(self.ask("/sessions", token=token).status, 401)
        self.ask("/sessions", headers={"Cookie": f"token={TOKEN}", "X-Api-Key": TOKEN})
        self.the_log_tells_nothing()


class Starts(SecretsTest):
    def run_once(self, *arguments, **environment):
        folder = here.folder / new_session()
        folder.mkdir()
        ended = subprocess.run([PROXY, "--port", "0", "--ui-port", "-1", *arguments], timeout=20 * PATIENCE, cwd=folder,
                               capture_output=True, text=True, env={**SANITIZERS, **SETTINGS, **environment})
        self.tells_nothing(ended.stdout, ended.stderr)
        return ended

    def test_help_and_version_show_no_value_of_a_secret(self):
        for option in ("--help", "--version"):
            self.assertEqual(self.run_once(option).returncode, 0)

    def test_a_start_that_fails_says_why_without_a_secret(self):
        folder = here.folder / new_session()
        folder.mkdir()
        for name, text in (("quote.env", f'OPENAI_API_KEY="{OPENAI_KEY}\n'), ("name.env", f"{OPENAI_KEY}\n"),
                           ("tokens", f"alice {TOKEN}\n"), ("prices", f'{{"{OPENAI_KEY}":')):
            (folder / name).write_text(text)
        failures = [
            self.run_once("--openai-api-key", OPENAI_KEY), self.run_once(f"--redis-password={PASSWORD}"),
            self.run_once(f"--redis-url=redis://:{PASSWORD}@localhost"),
            self.run_once("--env-file", str(folder / "quote.env")),
            self.run_once("--env-file", str(folder / "name.env")),
            self.run_once(OPENAI_BASE_URL=f"https://user:{OPENAI_KEY}@localhost/v1"),
            self.run_once(OLLAMA_BASE_URL=f"http://localhost/v1?key={OLLAMA_KEY}"),
            self.run_once(REDIS_URL=f"redis://:{PASSWORD}@localhost:port"),
            self.run_once(REDIS_URL=f"http://:{PASSWORD}@localhost"),
            self.run_once(PROXY_TOKENS_FILE=str(folder / "tokens")), self.run_once(PRICES_FILE=str(folder / "prices")),
            self.run_once(OPENAI_API_KEY="", OPENAI_API_KEY_FILE=str(folder / "none")),
            self.run_once(OPENAI_API_KEY=f"{OPENAI_KEY}\r\nX-More: 1"), self.run_once("--env-file", str(folder)),
            *(self.run_once(**{"OPENAI_API_KEY": "", "REDIS_PASSWORD": "", name: path})
              for name in ("OPENAI_API_KEY_FILE", "REDIS_PASSWORD_FILE", "PROXY_TOKENS_FILE", "PRICES_FILE")
              for path in (str(folder), "/dev/zero", "/dev/null"))]
        for ended in failures:
            self.assertEqual(ended.returncode, 1, ended.args)
            self.assertIn("chat-proxy: ", ended.stderr)

    def test_a_provider_or_a_redis_that_is_not_there_is_told_without_a_secret(self):
        nobody = f"http://127.0.0.1:{free_port()}/v1"
        lost = start(OPENAI_BASE_URL=nobody, OLLAMA_BASE_URL=nobody)
        for provider in KEYS:
            self.ask("/chat", {"session_id": new_session(), "message": "Hi", "mode": "stateful", "provider": provider},
                     api=lost)
        self.ask("/", api=lost)
        refused = start(REDIS_PASSWORD=f"wrong-{MARK}-password")
        self.assertEqual(self.ask("/sessions", api=refused).status, 503)
        self.assertEqual(self.ask("/readyz", api=refused).status, 503)
        for api in (lost, refused):
            self.ask("/metrics", api=api)
            self.the_log_tells_nothing(api)


class Crashes(SecretsTest):
    def test_a_process_that_crashes_prints_no_secret_and_leaves_no_core_file(self):
        # A sanitizer would take these signals for what it looks for.
        untold = {name: options + ":handle_segv=0:handle_abort=0" for name, options in SANITIZERS.items()}
        for sign in (signal.SIGABRT, signal.SIGSEGV):
            api = start(**untold)
            self.ask("/chat", {"session_id": new_session(), "message": "Hi", "mode": "stateful", "provider": "chatgpt"},
                     api=api)
            process = Path(f"/proc/{api.program.pid}")
            self.assertRegex((process / "limits").read_text(), r"Max core file size +0 +0 ")
            self.tells_nothing((process / "cmdline").read_text(), (process / "comm").read_text())
            folder = (process / "cwd").resolve()
            api.program.process.send_signal(sign)
            wait_until(api.program.has_ended, "it has ended")
            self.the_log_tells_nothing(api)
            self.assertEqual([each for each in folder.iterdir() if "core" in each.name], [])


if __name__ == "__main__":
    unittest.main()
