#!/usr/bin/env python3
"""What is left of a turn whose proxy is killed or told to stop, for its client and for everybody after it.
usage: proxy_dies_test.py CHAT-PROXY"""
import http.client
import json
import signal
import time
import unittest

from fake_provider import FakeProvider, Reply
from playground import Playground, new_session
from running import PATIENCE, ask, wait_until
from streams import Stream

WORDS = " ".join(f"word{number}" for number in range(250))
FOUND_SECONDS = 25  # a dead proxy's place in line lives for 10 s; the rest is for a loaded machine


def setUpModule():
    global here, fake, settings
    fake = FakeProvider()
    here = Playground("--appendonly", "yes", "--appendfsync", "always")
    settings = {"OPENAI_BASE_URL": fake.url + "/v1", "OPENAI_API_KEY": "sk-test-1", "OLLAMA_BASE_URL": fake.url + "/v1"}


def tearDownModule():
    here.stop()
    fake.stop()


def stopping(api):
    """Sends SIGTERM, and returns a time to measure from."""
    api.program.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    wait_until(lambda: "is stopping" in api.program.output(), "it says that it stops")
    return began


class DyingTest(unittest.TestCase):
    def setUp(self):
        fake.forget()
        self.session = new_session()

    def speaking(self, api, provider="chatgpt", pieces=10, **fields):
        """A turn in the middle of a long answer."""
        fake.then(Reply(text=WORDS, piece_delay=0.05))
        stream = api.stream(self.session, "Talk to me", provider=provider, **fields)
        stream.wait("delta", pieces)
        return stream


class Killed(DyingTest):
    """One proxy that answers in several sessions is killed, and started again on the same Redis."""

    @classmethod
    def setUpClass(cls):
        api = here.proxy(**settings)
        cls.first = {}
        for name in ("chatgpt", "ollama", "record", "next"):
            provider = name if name in ("chatgpt", "ollama") else "chatgpt"
            session = new_session()
            cls.first[session] = api.chat(session, "Hello", provider=provider).json()["message"]
            setattr(cls, name, session)
        streams = []
        for session in cls.first:
            fake.then(Reply(text=WORDS, piece_delay=0.05))
            streams.append(api.stream(session, "Talk to me", provider="ollama" if session == cls.ollama else "chatgpt"))
        for stream in streams:
            stream.wait("delta", 10)
        time.sleep(0.3)  # pieces go to Redis every 50 ms or so: what was heard is there
        api.program.stop(signal.SIGKILL)
        cls.api = here.proxy(**settings)
        cls.began = time.monotonic()
        cls.before = {session: cls.api.messages(session) for session in cls.first}

    def found(self, condition):
        wait_until(condition, "the unfinished turn is told as such", FOUND_SECONDS)
        print(f"told to be disconnected {time.monotonic() - self.began:.1f} s after the restart")

    def test_what_was_acknowledged_is_there_and_the_turn_is_not_told_to_be_over_too_soon(self):
        for session, messages in self.before.items():
            self.assertEqual([each["role"] for each in messages], ["user", "assistant", "user"])
            self.assertEqual(messages[1]["id"], self.first[session]["id"])

    def test_its_unfinished_turn_shows_as_disconnected_with_what_had_been_said(self):
        for session in (self.chatgpt, self.ollama):
            self.found(lambda: len(self.api.messages(session)) == 4)
            question, answer = self.api.messages(session)[2:]
            self.assertEqual((answer["status"], answer["turn_id"]), ("disconnected", question["turn_id"]))
            self.assertTrue(WORDS.startswith(answer["text"]), answer["text"])
            self.assertGreaterEqual(len(answer["text"].split()), 8)
            self.assertEqual(self.api.record(session, question["turn_id"])["status"], "finished")

    def test_its_record_finds_it_too_and_a_window_that_watches_is_told(self):
        watcher = self.api.watch(self.record)
        turn = self.before[self.record][-1]["turn_id"]
        self.found(lambda: self.api.record(self.record, turn)["status"] == "finished")
        watcher.wait_for(lambda: any(each.data["message"]["role"] == "assistant" for each in watcher.named("message")),
                         "the answer")
        watcher.hang_up()
        self.assertEqual(len(self.api.messages(self.record)), 4)

    def test_the_next_turn_is_sent_what_had_been_said_and_every_proxy_agrees(self):
        other = here.proxy(**settings)
        answer = other.chat(self.next, "Go on", provider="chatgpt")
        self.assertEqual(answer.status, 200, answer.body)
        sent = fake.questions()[-1].messages()
        self.assertEqual([role for role, _ in sent], ["user", "assistant"] * 2 + ["user"])
        self.assertTrue(WORDS.startswith(sent[3][1]) and sent[3][1], sent[3])
        self.assertEqual(self.api.messages(self.next), other.messages(self.next))


class NotDead(DyingTest):
    def test_a_turn_that_runs_is_not_taken_for_lost_however_often_it_is_asked_for(self):
        api, other = here.proxy(**settings), here.proxy(**settings)
        fake.then(Reply(text=" ".join(f"word{number}" for number in range(60)), piece_delay=0.2))
        stream = api.stream(self.session, "Talk to me", provider="chatgpt")
        turn = stream.wait("context").data["turn_id"]
        while not stream.has_ended:
            # It may end in between; it is never told to have ended as something else.
            self.assertIn(other.record(self.session, turn)["status"], ("running", "finished"))
            self.assertLessEqual(len(other.messages(self.session)), 2)
            time.sleep(0.2)
        self.assertEqual(stream.end().name, "done")
        self.assertEqual(other.messages(self.session)[-1]["status"], "completed")

    def test_a_proxy_that_passed_for_dead_and_was_not_keeps_its_answer(self):
        api, other = here.proxy(**settings), here.proxy(**settings)
        stream = self.speaking(api)
        api.program.process.send_signal(signal.SIGSTOP)
        try:
            wait_until(lambda: len(other.messages(self.session)) == 2, "it passes for dead", FOUND_SECONDS)
        finally:
            api.program.process.send_signal(signal.SIGCONT)
        last = stream.end()
        self.assertEqual(last.name, "done")
        messages = other.messages(self.session)
        self.assertEqual([each["status"] for each in messages], ["completed", "disconnected", "completed"])
        self.assertEqual((messages[2]["text"], messages[2]["id"]), (WORDS, last.data["message"]["id"]))
        self.assertEqual([each.get("current", True) for each in messages], [True, False, True])


class ToldToStop(DyingTest):
    """A proxy is told to stop while four requests are under way that take longer than its grace time."""

    @classmethod
    def setUpClass(cls):
        api, reader = here.proxy(**settings), here.proxy(**settings)
        cls.sessions = {name: new_session() for name in ("chatgpt", "ollama", "whole", "comparison")}
        fake.forget()
        fake.then(Reply(hang="before"))
        whole = http.client.HTTPConnection("127.0.0.1", api.port, timeout=30 * PATIENCE)
        whole.request("POST", "/chat", json.dumps({"message": "Talk", "provider": "chatgpt", "mode": "stateful",
                                                   "session_id": cls.sessions["whole"]}),
                      {"Content-Type": "application/json"})
        fake.wait_for_question()
        fake.then(*[Reply(text=WORDS, piece_delay=0.1)] * 4)
        cls.streams = {name: api.stream(cls.sessions[name], "Talk", provider=name) for name in ("chatgpt", "ollama")}
        cls.comparison = Stream(api.port, "/compare", {
            "message": "Talk", "session_id": cls.sessions["comparison"], "stream": True, "mode": "stateful",
            "lanes": [{"provider": "chatgpt"}, {"provider": "ollama"}]})
        for stream in [*cls.streams.values(), cls.comparison]:
            stream.wait("delta", 4)
        began = stopping(api)
        cls.meanwhile = {path: api.ask(path, body) for path, body in {
            "/readyz": None, "/healthz": None,
            "/chat": {"message": "Too late", "provider": "demo"},
            "/compare": {"message": "Too late", "lanes": [{"provider": "demo"}, {"provider": "demo"}]},
            "/v1/chat/completions": {"model": "demo", "messages": [{"role": "user", "content": "Too late"}]}}.items()}
        answer = whole.getresponse()
        cls.whole = answer.status, json.loads(answer.read())
        whole.close()
        cls.lasts = {name: stream.end() for name, stream in cls.streams.items()}
        cls.comparison.end()
        cls.code = api.program.stop()
        cls.took = time.monotonic() - began
        cls.stored = {name: reader.messages(session)[1:] for name, session in cls.sessions.items()}

    def test_it_says_so_while_it_finishes_and_takes_nothing_new(self):
        ready = self.meanwhile.pop("/readyz")
        self.assertEqual((ready.status, ready.json()["error"]["code"]), (503, "overloaded"))
        self.assertEqual(self.meanwhile.pop("/healthz").status, 200)
        for path, refused in self.meanwhile.items():
            self.assertEqual(refused.status, 503, (path, refused.body))
            self.assertIn("stopping", refused.body.decode())
            self.assertIn("retry-after", refused.headers)

    def test_it_ends_after_its_grace_time_with_0(self):
        print(f"stopped {self.took:.1f} s after SIGTERM")
        self.assertEqual(self.code, 0)
        self.assertLess(self.took, 15 * PATIENCE)

    def test_what_still_runs_then_ends_with_an_error_and_is_stored(self):
        for name, last in self.lasts.items():
            self.assertEqual((last.name, last.data["error"]["code"]), ("error", "overloaded"))
            self.assertIn("stopping", last.data["error"]["message"])
            stored = self.stored[name][0]
            self.assertEqual((stored["id"], stored["status"], stored["text"]),
                             (last.data["message"]["id"], "disconnected", self.streams[name].text()))
            self.assertTrue(WORDS.startswith(stored["text"]) and stored["text"])

    def test_so_is_one_in_one_piece_and_a_comparison(self):
        status, told = self.whole
        self.assertEqual((status, told["error"]["code"]), (503, "overloaded"))
        self.assertIn("stopping", told["error"]["message"])
        self.assertEqual([each.name for each in self.comparison.events[-2:]], ["error", "error"])
        self.assertEqual([each["status"] for each in self.stored["whole"]], ["disconnected"])
        self.assertEqual([each["status"] for each in self.stored["comparison"]], ["disconnected"] * 2)


class StoppingInTime(DyingTest):
    def test_an_answer_that_ends_in_time_is_whole(self):
        api = here.proxy(**settings)
        fake.then(Reply(text="one two three four five six", piece_delay=0.3))
        stream = api.stream(self.session, "Talk to me", provider="chatgpt")
        stream.wait("delta")
        stopping(api)
        last = stream.end()
        self.assertEqual((last.name, last.data["response"]), ("done", "one two three four five six"))
        self.assertEqual(api.program.stop(), 0)

    def test_idle_connections_and_windows_that_watch_do_not_hold_it_up(self):
        api = here.proxy(**settings)
        api.chat(self.session, "Hello")
        watchers = [api.watch(self.session) for _ in range(5)]
        idle = http.client.HTTPConnection("127.0.0.1", api.port, timeout=30 * PATIENCE)
        idle.request("GET", "/healthz")
        idle.getresponse().read()
        began = time.monotonic()
        self.assertEqual(api.program.stop(), 0)
        self.assertLess(time.monotonic() - began, 8 * PATIENCE)
        for watcher in watchers:
            watcher.thread.join(5)
            self.assertTrue(watcher.has_ended)
        with self.assertRaises(OSError):
            ask(api.port, "/healthz")


if __name__ == "__main__":
    unittest.main()
