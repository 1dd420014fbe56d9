#!/usr/bin/env python3
"""An answer that Redis could not take is not lost: its client is told, and it is stored when Redis is back.
usage: redis_spool_test.py CHAT-PROXY"""
import re
import signal
import time
import unittest

from playground import Playground, new_session
from running import PATIENCE, wait_until

LONG = "Tell me everything that you can do and please repeat all of these words to me: " + "word " * 20 + "."


def setUpModule():
    global here, proxy, other
    here = Playground("--appendonly", "yes", "--appendfsync", "always")
    proxy, other = here.proxy(DEMO_PIECE_DELAY_MS="10"), here.proxy()


def tearDownModule():
    here.stop()


class SpoolTest(unittest.TestCase):
    def setUp(self):
        self.session = new_session()

    def metric(self, name, api=None):
        return float(re.search(rf"^{re.escape(name)} (.*)$", (api or proxy).ask("/metrics").body.decode(), re.M)[1])

    def begin(self, api=None, session=None, **fields):
        turn = (api or proxy).stream(session or self.session, LONG, **fields)
        turn.wait("delta", 2)
        return turn

    def end_without_redis(self, turn):
        """The stream's own end: an error with the whole text, which has no id because it is not stored."""
        last = turn.end()
        self.assertEqual((last.name, last.data["error"]["code"]), ("error", "store_unavailable"), last.data)
        self.assertIn("not stored yet; the proxy keeps it", last.data["error"]["message"])
        self.assertEqual(last.data["message"]["text"], turn.text())
        self.assertNotIn("id", last.data["message"])
        return last.data["message"]

    def stored(self, api=None, session=None):
        return [message["text"] for message in (api or proxy).messages(session or self.session)]

    def empty(self, api=None):
        wait_until(lambda: self.metric("magic_spool_answers", api) == 0, "the spool is empty")


class RedisIsGone(SpoolTest):
    def test_the_answer_is_stored_once_when_redis_is_back_and_windows_hear_of_it(self):
        before = self.metric('magic_spool_ended_total{end="stored"}')
        turn = self.begin()
        here.redis.stop(signal.SIGKILL)
        try:
            answer = self.end_without_redis(turn)
            self.assertEqual(self.metric("magic_spool_answers"), 1)
            self.assertGreater(self.metric("magic_spool_bytes"), len(answer["text"]))
        finally:
            here.restart_redis()
        back = time.monotonic()
        self.empty()
        print(f"stored {time.monotonic() - back:.1f} s after Redis was back")
        self.assertEqual(self.stored(), [LONG, answer["text"]])
        self.assertEqual(self.metric('magic_spool_ended_total{end="stored"}'), before + 1)
        recorded = proxy.record(self.session, answer["turn_id"])["answers"][0]
        self.assertEqual(recorded["answer"]["text"], answer["text"])
        log = proxy.program.output()
        self.assertIn('"answer":"kept"', log)
        self.assertIn('"answer":"stored"', log)
        self.assertNotIn(self.session, log)

    def test_answers_of_many_sessions_are_all_stored(self):
        sessions = [new_session() for _ in range(20)]
        turns = [self.begin(session=session) for session in sessions]
        here.redis.stop(signal.SIGKILL)
        try:
            answers = [self.end_without_redis(turn)["text"] for turn in turns]
        finally:
            here.restart_redis()
        self.empty()
        for session, answer in zip(sessions, answers):
            self.assertEqual(self.stored(session=session), [LONG, answer])

    def test_who_posts_the_same_message_again_gets_that_answer_at_either_proxy(self):
        turn = self.begin(client_message_id="once")
        here.redis.stop(signal.SIGKILL)
        try:
            answer = self.end_without_redis(turn)
        finally:
            here.restart_redis()
        for api in (other, proxy):
            again = api.chat(self.session, LONG, client_message_id="once")
            self.assertEqual((again.status, again.json()["response"]), (200, answer["text"]))
        self.assertEqual(self.stored(), [LONG, answer["text"]])


class RedisIsFull(SpoolTest):
    def setUp(self):
        super().setUp()
        here.cli("CONFIG", "SET", "maxmemory-policy", "noeviction")
        self.addCleanup(here.cli, "CONFIG", "SET", "maxmemory", "0")

    def test_no_later_turn_of_the_session_gets_before_the_answer_at_whichever_proxy(self):
        turn = self.begin()
        here.cli("CONFIG", "SET", "maxmemory", "1")
        answer = self.end_without_redis(turn)
        for api in (proxy, other):
            early = api.chat(self.session, "Too early")
            self.assertEqual(early.status, 503)
            self.assertIn("out of memory", early.json()["error"]["message"])
        here.cli("CONFIG", "SET", "maxmemory", "0")
        after = other.chat(self.session, "Hello again")
        self.assertEqual(after.status, 200, after.body)
        self.assertEqual(after.json()["context"]["sent_messages"], 3)
        self.assertEqual(self.stored(), [LONG, answer["text"], "Hello again", after.json()["response"]])

    def test_other_sessions_go_on_as_soon_as_there_is_room(self):
        turn = self.begin()
        here.cli("CONFIG", "SET", "maxmemory", "1")
        self.end_without_redis(turn)
        here.cli("CONFIG", "SET", "maxmemory", "0")
        self.assertEqual(proxy.chat(new_session(), "Hi").status, 200)
        self.empty()

    def test_an_answer_whose_session_is_cleared_meanwhile_is_dropped(self):
        before = self.metric('magic_spool_ended_total{end="dropped_without_session"}')
        turn = self.begin()
        here.cli("CONFIG", "SET", "maxmemory", "1")
        self.end_without_redis(turn)
        self.assertEqual(proxy.ask(f"/sessions/{self.session}", method="DELETE").status, 200)
        self.empty()
        self.assertEqual(self.metric('magic_spool_ended_total{end="dropped_without_session"}'), before + 1)
        here.cli("CONFIG", "SET", "maxmemory", "0")
        self.assertEqual(self.stored(), [])


class TheProxyStops(SpoolTest):
    def test_what_waits_is_stored_while_it_stops_when_redis_comes_back_in_time(self):
        api = here.proxy(DEMO_PIECE_DELAY_MS="10")
        turn = self.begin(api)
        here.cli("CONFIG", "SET", "maxmemory-policy", "noeviction")
        here.cli("CONFIG", "SET", "maxmemory", "1")
        answer = self.end_without_redis(turn)
        api.program.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        here.cli("CONFIG", "SET", "maxmemory", "0")
        self.assertEqual(api.program.stop(), 0)
        self.assertEqual(self.stored(), [LONG, answer["text"]])

    def test_it_stops_in_time_without_redis_and_tells_what_is_lost(self):
        api = here.proxy(DEMO_PIECE_DELAY_MS="10")
        turns = [self.begin(api, new_session()) for _ in range(5)]
        here.redis.process.send_signal(signal.SIGSTOP)
        try:
            for turn in turns:
                self.end_without_redis(turn)
            began = time.monotonic()
            self.assertEqual(api.program.stop(), 0)
            took = time.monotonic() - began
        finally:
            here.redis.process.send_signal(signal.SIGCONT)
        print(f"stopped without Redis after {took:.1f} s")
        self.assertLess(took, 13 * PATIENCE)
        self.assertEqual(api.program.output().count('"answer":"dropped_at_the_end"'), 5)


if __name__ == "__main__":
    unittest.main()
