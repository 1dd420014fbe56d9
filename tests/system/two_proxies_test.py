#!/usr/bin/env python3
"""Two proxies on one Redis are one system: for those who write, those who watch, and when one of them dies.
usage: two_proxies_test.py CHAT-PROXY"""
import signal
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from playground import Playground, new_session
from running import PATIENCE, wait_until

WRITERS = 32
LONG = "Tell me everything that you can do and please repeat all of these words to me: " + "word " * 20 + "."


def setUpModule():
    global here, a, b, slow_a, slow_b
    here = Playground("--appendonly", "yes", "--appendfsync", "always")
    a, b = here.proxy(), here.proxy()
    slow_a, slow_b = here.proxy(DEMO_PIECE_DELAY_MS="15"), here.proxy(DEMO_PIECE_DELAY_MS="15")


def tearDownModule():
    here.stop()


class TwoProxiesTest(unittest.TestCase):
    def setUp(self):
        self.session = new_session()
        self.streams = []
        self.addCleanup(lambda: [stream.hang_up() for stream in self.streams])

    def watch(self, api, after=None):
        self.streams.append(api.watch(self.session, after))
        self.assertEqual(self.streams[-1].status, 200)
        return self.streams[-1]

    def answered(self, watcher, count=1):
        """Waits for so many stored answers."""
        watcher.wait_for(lambda: sum(event.data["message"]["role"] == "assistant"
                                     for event in watcher.named("message")) >= count, f"{count} answers")

    def start(self, api, message=LONG, **fields):
        self.streams.append(api.stream(self.session, message, **fields))
        return self.streams[-1]


class Writing(TwoProxiesTest):
    def test_many_writers_on_one_session_lose_nothing_and_every_answer_follows_its_question(self):
        def write(number):
            return (a, b)[number % 2].chat(self.session, f"I like number{number}")

        with ThreadPoolExecutor(WRITERS) as pool:
            answers = list(pool.map(write, range(WRITERS)))
        self.assertEqual([answer.status for answer in answers], [200] * WRITERS)
        messages = b.messages(self.session)
        self.assertEqual([message["role"] for message in messages], ["user", "assistant"] * WRITERS)
        self.assertEqual({message["text"] for message in messages[::2]},
                         {f"I like number{number}" for number in range(WRITERS)})
        for question, answer in zip(messages[::2], messages[1::2]):
            self.assertEqual(question["turn_id"], answer["turn_id"])
            self.assertIn(question["text"].split()[-1], answer["text"])
        acknowledged = {answer.json()["message"]["id"] for answer in answers}
        self.assertEqual(acknowledged, {message["id"] for message in messages[1::2]})
        # Each was sent all that was before it.
        self.assertEqual(sorted(answer.json()["context"]["sent_messages"] for answer in answers),
                         [2 * turn + 1 for turn in range(WRITERS)])

    def test_the_same_message_posted_to_both_at_once_is_stored_once_and_answered_alike(self):
        def write(api):
            return api.chat(self.session, "I like tea", client_message_id="once")

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(write, [slow_a, slow_b] * 4))
        self.assertEqual([answer.status for answer in answers], [200] * 8)
        self.assertEqual(len({answer.json()["response"] for answer in answers}), 1)
        self.assertEqual(len({answer.json()["message"]["id"] for answer in answers}), 1)
        self.assertEqual(len(a.messages(self.session)), 2)

    def test_another_text_under_a_used_client_message_id_is_a_conflict(self):
        a.chat(self.session, "I like tea", client_message_id="once")
        refused = b.chat(self.session, "I like coffee", client_message_id="once")
        self.assertEqual((refused.status, refused.json()["error"]["code"]), (409, "conflict"))
        self.assertEqual(len(a.messages(self.session)), 2)

    def test_a_turn_that_waits_for_one_at_the_other_proxy_is_told_so(self):
        first = self.start(slow_a)
        first.wait("delta")
        second = self.start(b, "And this?")
        self.assertEqual(second.wait("queued").data, {"ahead": 1})
        self.assertEqual(first.end().name, "done")
        self.assertEqual(second.end().name, "done")
        self.assertEqual(second.events[-1].data["context"]["sent_messages"], 3)

    def test_a_replay_of_a_turn_that_runs_waits_for_it_and_both_answers_are_kept(self):
        running = self.start(slow_a, "My name is Ann")
        turn = running.wait("context").data["turn_id"]
        replayed = b.ask(f"/sessions/{self.session}/turns/{turn}/replay", {"mode": "stateless"})
        self.assertEqual(replayed.status, 200, replayed.body)
        self.assertEqual(running.end().name, "done")
        messages = b.messages(self.session)
        self.assertEqual([message["role"] for message in messages], ["user", "assistant", "assistant"])
        self.assertEqual([message.get("current", True) for message in messages], [True, True, False])

    def test_cancelling_at_one_stops_a_turn_at_the_other(self):
        running = self.start(slow_a)
        turn = running.wait("context").data["turn_id"]
        running.wait("delta", 3)
        began = time.monotonic()
        told = b.ask(f"/sessions/{self.session}/turns/{turn}/cancel", {})
        self.assertEqual(told.status, 202, told.body)
        last = running.end()
        print(f"cancelled at the other proxy after {(time.monotonic() - began) * 1000:.0f} ms")
        self.assertEqual((last.name, last.data["status"]), ("done", "cancelled"))
        stored = b.messages(self.session)[-1]
        self.assertEqual((stored["status"], stored["text"]), ("cancelled", running.text()))


class Watching(TwoProxiesTest):
    def test_a_turn_at_one_proxy_is_seen_at_the_other_as_it_runs(self):
        watcher = self.watch(b)
        turn = self.start(slow_a)
        self.answered(watcher)
        done = turn.end().data
        names = [event.name for event in watcher.events]
        self.assertEqual([names[0], names[-1]], ["message", "message"])
        self.assertGreater(len(watcher.named("delta")), 3)
        self.assertEqual(set(names[1:-1]) - {"session"}, {"delta"})
        question, answer = [event.data["message"] for event in watcher.named("message")]
        self.assertEqual((question["text"], answer["id"]), (LONG, done["message"]["id"]))
        self.assertTrue(done["response"].startswith(watcher.text()), (done["response"], watcher.text()))

    def test_who_connects_again_in_the_middle_of_an_answer_misses_nothing_and_gets_nothing_twice(self):
        whole = self.watch(b)
        first = self.watch(b)
        turn = self.start(slow_a)
        first.wait("delta", 4)
        first.hang_up()
        time.sleep(0.3)  # something happens while nobody looks
        second = self.watch(a, after=first.events[-1].id)
        turn.end()
        self.answered(second)
        self.answered(whole)
        ids = [event.id for event in first.events + second.events]
        self.assertEqual(ids, [event.id for event in whole.events])
        self.assertEqual(len(set(ids)), len(ids))

    def test_a_window_that_opens_in_the_middle_of_an_answer_sees_it_from_its_beginning(self):
        a.chat(self.session, "Something before")
        turn = self.start(slow_a)
        turn.wait("delta", 8)
        late = self.watch(b)
        done = turn.end().data
        self.answered(late)
        self.assertEqual(late.events[0].data["message"]["role"], "user")
        self.assertEqual(late.events[0].data["message"]["text"], LONG)
        self.assertTrue(done["response"].startswith(late.text()))
        self.assertGreater(len(late.text()), len("".join(
            event.data["text"] for event in turn.named("delta")[:8])))

    def test_a_window_that_opens_after_an_answer_gets_only_what_comes(self):
        a.chat(self.session, "Something before")
        late = self.watch(b)
        a.chat(self.session, "Something new")
        self.answered(late)
        self.assertEqual(late.events[0].data["message"]["text"], "Something new")

    def test_what_is_done_to_a_session_at_one_proxy_is_told_at_the_other(self):
        a.chat(self.session, "My name is Ann")
        question, answer = a.messages(self.session)
        turn, path = question["turn_id"], f"/sessions/{self.session}"
        watcher = self.watch(b)

        def tell(expected, method, where, body=None):
            before = len(watcher.named(expected))
            self.assertLess(a.ask(where, body, method=method).status, 300)
            return watcher.wait(expected, before + 1).data

        self.assertTrue(tell("marked", "PATCH", f"{path}/messages/{question['id']}", {"pinned": True})
                        ["message"]["pinned"])
        self.assertTrue(tell("marked", "PATCH", f"{path}/messages/{question['id']}", {"excluded": True})
                        ["message"]["excluded"])
        self.assertEqual(tell("session", "PATCH", path, {"title": "Ann's"})["title"], "Ann's")
        tell("message", "POST", f"{path}/turns/{turn}/replay", {"mode": "stateless"})
        second = a.messages(self.session)[-1]["id"]
        self.assertEqual(tell("chosen", "PATCH", f"{path}/turns/{turn}", {"current": second}),
                         {"turn_id": turn, "message_id": second})
        self.assertEqual(tell("deleted", "DELETE", f"{path}/messages/{answer['id']}"), {"message_id": answer["id"]})
        tell("cleared", "POST", "/clear-session", {"session_id": self.session})
        a.chat(self.session, "A new beginning")
        self.answered(watcher, 2)

    def test_a_session_that_expires_is_told_to_be_gone(self):
        brief = here.proxy(SESSION_TTL_SECONDS="1")
        watcher = self.watch(brief)
        brief.chat(self.session, "I like tea")
        watcher.wait("expired")
        self.assertEqual(brief.ask(f"/sessions/{self.session}").status, 404)
        brief.chat(self.session, "I like coffee")
        self.answered(watcher, 2)
        self.assertEqual(watcher.named("missed"), [])
        self.assertEqual(brief.messages(self.session)[0]["text"], "I like coffee")


class Clearing(TwoProxiesTest):
    def test_a_session_that_is_cleared_during_an_answer_stays_empty_and_the_client_is_told(self):
        watcher = self.watch(b)
        running = self.start(slow_a)
        running.wait("delta", 3)
        self.assertEqual(b.ask("/clear-session", {"session_id": self.session}).status, 200)
        watcher.wait("cleared")
        last = running.end()
        self.assertEqual(last.name, "error")
        self.assertEqual(b.ask(f"/sessions/{self.session}").status, 404)
        self.assertEqual(b.chat(self.session, "Who am I?").json()["context"]["sent_messages"], 1)
        self.assertEqual([message["role"] for message in b.messages(self.session)], ["user", "assistant"])

    def test_a_question_that_is_deleted_during_its_answer_takes_nothing_else_with_it(self):
        running = self.start(slow_a)
        question = running.wait("context").data["user_message"]["id"]
        running.wait("delta")
        self.assertEqual(b.ask(f"/sessions/{self.session}/messages/{question}", method="DELETE").status, 200)
        self.assertEqual(running.end().name, "done")
        answer = b.chat(self.session, "Who am I?").json()
        self.assertEqual([item["reason"] for item in answer["context"]["messages"]], ["no_question", "new_message"])


class Dying(TwoProxiesTest):
    """A proxy is killed while it answers in two sessions: in one a turn waits at the other proxy, in the other the
    client posts its message there once more."""

    @classmethod
    def setUpClass(cls):
        victim = here.proxy(DEMO_PIECE_DELAY_MS="200")
        cls.waited_for, cls.repeated = new_session(), new_session()
        cls.acknowledged = victim.chat(cls.waited_for, "Hi").json()["message"]
        cut = [victim.stream(cls.waited_for, LONG),
               victim.stream(cls.repeated, "My name is Ann", client_message_id="again")]
        cls.question, cls.asked = [stream.wait("context").data["user_message"] for stream in cut]
        for stream in cut:
            stream.wait("delta", 2)
        waiting = b.stream(cls.waited_for, "Are you there?")
        waiting.wait("queued")
        victim.program.stop(signal.SIGKILL)
        began = time.monotonic()
        cls.repeat = b.chat(cls.repeated, "My name is Ann", client_message_id="again")
        cls.ends = [cls.repeat.status, waiting.end().name]
        cls.went_on = waiting.events[-1].data
        cls.took = time.monotonic() - began
        cls.replayed = b.ask(f"/sessions/{cls.waited_for}/turns/{cls.question['turn_id']}/replay", {})
        print(f"the other proxy went on {cls.took:.1f} s after the kill")

    def test_the_other_proxy_goes_on_soon(self):
        self.assertEqual(self.ends, [200, "done"])
        self.assertLess(self.took, 12.5 * PATIENCE)

    def test_nothing_that_was_acknowledged_is_lost_and_what_came_of_the_broken_turn_is_sent(self):
        ids = [message["id"] for message in b.messages(self.waited_for)]
        self.assertGreaterEqual(len(ids), 6)
        self.assertIn(self.acknowledged["id"], ids)
        self.assertIn(self.question["id"], ids)
        self.assertEqual([item["reason"] for item in self.went_on["context"]["messages"]],
                         ["history", "history", "history", "history", "new_message"])

    def test_the_broken_turn_can_be_answered_after_all(self):
        self.assertEqual(self.replayed.status, 200, self.replayed.body)
        answered = b.chat(self.waited_for, "Thanks").json()["context"]["messages"]
        self.assertIn((self.question["id"], "history"), [(item["id"], item["reason"]) for item in answered])

    def test_the_same_message_gets_its_answer_at_the_other_proxy(self):
        answer = self.repeat.json()
        self.assertEqual(answer["message"]["turn_id"], self.asked["turn_id"])
        self.assertIn("Ann", answer["response"])
        self.assertEqual(len(b.messages(self.repeated)), 2)


class RedisRestarts(TwoProxiesTest):
    def test_watchers_and_writers_go_on_when_redis_was_restarted_with_its_file(self):
        watcher = self.watch(b)
        before = a.chat(self.session, "I like tea").json()["message"]["id"]
        watcher.wait("message", 2)
        here.restart_redis()
        wait_until(lambda: a.ask("/readyz").status == 200 and b.ask("/readyz").status == 200, "both are ready")
        after = a.chat(self.session, "I like coffee")
        self.assertEqual(after.status, 200, after.body)
        watcher.end()  # as when any connection is cut: a browser connects again, with the last id
        again = self.watch(b, after=watcher.events[-1].id)
        self.answered(again)
        stored = [message["id"] for message in b.messages(self.session)]
        self.assertIn(before, stored)
        events = watcher.events + again.events
        self.assertEqual([event.data["message"]["id"] for event in events if event.name == "message"], stored)
        self.assertNotIn("missed", [event.name for event in events])

    def test_a_turn_that_runs_over_a_short_absence_of_redis_is_stored_and_says_when_it_is_not_yet(self):
        running = self.start(slow_a)
        running.wait("delta", 2)
        here.restart_redis()
        last = running.end()
        if last.name != "done":
            self.assertEqual(last.data["error"]["code"], "store_unavailable")

        def stored():
            return [message["text"] for message in b.messages(self.session) if message["role"] == "assistant"]

        wait_until(lambda: stored() == [running.text()], "the answer is stored")


if __name__ == "__main__":
    unittest.main()
