#!/usr/bin/env python3
"""What happens when a provider refuses, breaks off, is silent or is not there, and when somebody stops it; with a real
proxy and a server that plays OpenAI and Ollama. usage: provider_faults_test.py CHAT-PROXY"""
import http.client
import json
import time
import unittest

from fake_provider import FakeProvider, Reply
from playground import Playground, new_session
from running import PATIENCE, free_port
from streams import Stream

BOTH = ("chatgpt", "ollama")
OVERLOADED = Reply(status=500, error={"message": "overloaded", "type": "server_error", "code": None})


def rate_limit(headers):
    return Reply(status=429, headers=headers, error={
        "message": "Rate limit reached for requests", "type": "requests", "param": None, "code": "rate_limit_exceeded"})


NO_CREDIT = Reply(status=429, error={
    "message": "You exceeded your current quota, please check your plan and billing details.",
    "type": "insufficient_quota", "param": None, "code": "insufficient_quota"})


def setUpModule():
    global here, fake, settings, proxy
    fake = FakeProvider()
    here = Playground()
    settings = {"OPENAI_BASE_URL": fake.url + "/v1", "OPENAI_API_KEY": "sk-test-1", "OLLAMA_BASE_URL": fake.url + "/v1"}
    proxy = here.proxy(UPSTREAM_TIMEOUT_SECONDS="30", **settings)


def tearDownModule():
    here.stop()
    fake.stop()


class FaultTest(unittest.TestCase):
    def setUp(self):
        fake.forget()
        self.session = new_session()

    def attempts(self, api=None):
        upstream = (api or proxy).last_record(self.session)["answers"][-1]["upstream"]
        return [(each["provider"], each["status"], each["error"]) for each in upstream["attempts"]]

    def stored_answer(self, api=None):
        """The answer of the newest turn, once it is stored."""
        api, until = api or proxy, time.monotonic() + 15
        while time.monotonic() < until:
            messages = api.messages(self.session)
            if messages and messages[-1]["role"] == "assistant":
                return messages[-1]
            time.sleep(0.02)
        raise AssertionError(f"no answer was stored: {messages}")


class TryingAgain(FaultTest):
    def test_one_500_is_not_seen_but_in_the_record(self):
        for provider in BOTH:
            with self.subTest(provider):
                self.setUp()
                fake.then(OVERLOADED)
                self.assertEqual(proxy.chat(self.session, "Hello", provider=provider).status, 200)
                self.assertEqual(self.attempts(), [(provider, 500, "upstream_error"), (provider, 200, None)])
                self.assertEqual(len(proxy.messages(self.session)), 2)

    def test_a_server_that_goes_on_failing_is_given_up_and_the_question_stays(self):
        fake.then(OVERLOADED, OVERLOADED, OVERLOADED)
        refused = proxy.chat(self.session, "Hello", provider="chatgpt")
        self.assertEqual(refused.status, 502)
        self.assertIs(refused.json()["error"]["retryable"], True)
        self.assertEqual(len(self.attempts()), 3)
        self.assertEqual([(each["role"], each["status"]) for each in proxy.messages(self.session)],
                         [("user", "completed"), ("assistant", "upstream_error")])
        self.assertEqual(proxy.chat(self.session, "Again", provider="chatgpt").status, 200)
        self.assertEqual(fake.questions()[-1].messages(), [("user", "Again")])

    def test_an_account_without_credit_is_not_asked_twice(self):
        fake.then(NO_CREDIT)
        refused = proxy.chat(self.session, "Hello", provider="chatgpt")
        self.assertEqual(refused.status, 429)
        self.assertNotIn("retry-after", refused.headers)
        self.assertEqual((refused.json()["error"]["code"], refused.json()["error"]["retryable"]),
                         ("rate_limited", False))
        self.assertEqual(len(fake.questions()), 1)

    def test_a_short_retry_after_is_obeyed(self):
        fake.then(rate_limit({"Retry-After": "1"}))
        began = time.monotonic()
        self.assertEqual(proxy.chat(self.session, "Hello", provider="chatgpt").status, 200)
        self.assertGreaterEqual(time.monotonic() - began, 1.0)
        self.assertEqual(self.attempts(), [("chatgpt", 429, "rate_limited"), ("chatgpt", 200, None)])

    def test_a_long_retry_after_is_told_at_once(self):
        fake.then(rate_limit({"Retry-After": "77"}))
        refused = proxy.chat(self.session, "Hello", provider="chatgpt")
        self.assertEqual((refused.status, refused.headers["retry-after"]), (429, "77"))
        self.assertEqual(len(fake.questions()), 1)

    def test_who_hangs_up_between_two_tries_ends_them(self):
        fake.then(rate_limit({"Retry-After": "15"}))
        stream = proxy.stream(self.session, "Hello", provider="chatgpt")
        fake.wait_for_question()
        stream.hang_up()
        self.assertEqual(self.stored_answer()["status"], "disconnected")
        self.assertEqual(len(fake.questions()), 1)


class BreakingOff(FaultTest):
    def test_a_stream_without_its_end_is_an_error_and_what_came_is_stored(self):
        for provider in BOTH:
            for cut in ("unfinished", "broken"):
                with self.subTest(provider, cut=cut):
                    self.setUp()
                    fake.then(Reply(cut=cut))
                    stream = proxy.stream(self.session, "Hello", provider=provider)
                    last = stream.end()
                    self.assertEqual(last.name, "error")
                    self.assertEqual(last.data["error"]["code"], "upstream_error")
                    stored = proxy.messages(self.session)[-1]
                    self.assertEqual((stored["status"], stored["text"]), ("upstream_error", "I was sent"))
                    self.assertEqual(last.data["message"]["id"], stored["id"])
                    self.assertEqual(stream.text(), "I was sent")
                    self.assertEqual(len(fake.questions()), 1)

    def test_what_came_of_a_broken_answer_is_sent_with_the_next_turn(self):
        fake.then(Reply(cut="broken"))
        proxy.stream(self.session, "Hello", provider="chatgpt").end()
        proxy.chat(self.session, "Go on", provider="chatgpt")
        self.assertEqual(fake.questions()[-1].messages(),
                         [("user", "Hello"), ("assistant", "I was sent"), ("user", "Go on")])


class Stopping(FaultTest):
    def silent_turn(self, provider, hang):
        fake.then(Reply(hang=hang))
        stream = proxy.stream(self.session, "Hello", provider=provider)
        asked = fake.wait_for_question()
        if hang == "middle":
            stream.wait_for(lambda: stream.text() == "I was sent", "the first half")
        return stream, asked

    def assert_upstream_is_left(self, asked, began, how):
        self.assertTrue(asked.hung_up.wait(10 * PATIENCE), "the provider is still being listened to")
        took = asked.hung_up_at - began
        print(f"{how}: the provider saw it after {took * 1000:.0f} ms")
        self.assertLess(took, 2.0 * PATIENCE)

    def test_a_client_that_hangs_up_while_the_model_is_silent_takes_the_provider_with_it(self):
        for provider in BOTH:
            for hang, text in (("before", ""), ("middle", "I was sent")):
                with self.subTest(provider, hang=hang):
                    self.setUp()
                    stream, asked = self.silent_turn(provider, hang)
                    began = time.monotonic()
                    stream.hang_up()
                    self.assert_upstream_is_left(asked, began, f"hang-up {hang} the answer, {provider}")
                    stored = self.stored_answer()
                    self.assertEqual((stored["status"], stored["text"]), ("disconnected", text))

    def test_so_does_one_that_did_not_ask_for_a_stream(self):
        fake.then(Reply(hang="before"))
        client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30 * PATIENCE)
        client.request("POST", "/chat", json.dumps({"message": "Hello", "provider": "chatgpt",
                                                    "session_id": self.session}), {"Content-Type": "application/json"})
        asked = fake.wait_for_question()
        began = time.monotonic()
        client.close()
        self.assert_upstream_is_left(asked, began, "hang-up of a whole answer")
        self.assertEqual(self.stored_answer()["status"], "disconnected")

    def test_cancelling_stops_the_provider_and_stores_what_was_said(self):
        for provider in BOTH:
            for hang, text in (("before", ""), ("middle", "I was sent")):
                with self.subTest(provider, hang=hang):
                    self.setUp()
                    stream, asked = self.silent_turn(provider, hang)
                    turn = stream.wait("context").data["turn_id"]
                    began = time.monotonic()
                    told = proxy.ask(f"/sessions/{self.session}/turns/{turn}/cancel", method="POST", body={})
                    self.assertEqual(told.status, 202, told.body)
                    self.assert_upstream_is_left(asked, began, f"cancel {hang} the answer, {provider}")
                    last = stream.end()
                    self.assertEqual((last.name, last.data["status"]), ("done", "cancelled"))
                    stored = proxy.messages(self.session)[-1]
                    self.assertEqual((stored["status"], stored["text"]), ("cancelled", text))
                    again = proxy.ask(f"/sessions/{self.session}/turns/{turn}/cancel", method="POST", body={})
                    self.assertEqual(again.status, 200, again.body)

    def test_a_provider_that_stays_silent_is_given_up(self):
        hasty = here.proxy(UPSTREAM_TIMEOUT_SECONDS="1", **settings)
        for hang, text in (("before", ""), ("middle", "I was sent")):
            with self.subTest(hang):
                self.setUp()
                fake.then(Reply(hang=hang))
                last = hasty.stream(self.session, "Hello", provider="chatgpt").end()
                self.assertEqual((last.name, last.data["error"]["code"]), ("error", "upstream_timeout"))
                self.assertEqual(last.data["message"]["text"], text)
                self.assertEqual(len(fake.questions()), 1)


class StandingIn(FaultTest):
    @classmethod
    def setUpClass(cls):
        cls.nobody = f"http://127.0.0.1:{free_port()}/v1"
        cls.backed = here.proxy(**{**settings, "OLLAMA_BASE_URL": cls.nobody}, FALLBACK_PROVIDER="demo",
                                UPSTREAM_RETRIES="0")

    def test_without_one_a_provider_that_is_not_there_refuses_and_nothing_is_stored(self):
        alone = here.proxy(**{**settings, "OLLAMA_BASE_URL": self.nobody})
        refused = alone.chat(self.session, "Hello", provider="ollama")
        self.assertEqual((refused.status, refused.json()["error"]["code"]), (503, "provider_unavailable"))
        self.assertIn("ollama serve", refused.json()["detail"])
        self.assertEqual(alone.ask(f"/sessions/{self.session}").status, 404)

    def test_the_demo_answers_for_an_ollama_that_is_down_and_says_so(self):
        stream = self.backed.stream(self.session, "My name is Bob", provider="ollama")
        last = stream.end()
        self.assertEqual((last.name, last.data["provider"]), ("done", "demo"))
        self.assertIn("demo answered in place of ollama", " ".join(last.data["context"]["notes"]))
        self.assertEqual(self.backed.messages(self.session)[-1]["provider"], "demo")
        self.assertEqual(stream.named("context")[-1].data["provider"], "demo")

    def test_it_answers_with_the_conversation_for_one_that_fails_before_its_first_word(self):
        self.backed.chat(self.session, "My name is Bob", provider="chatgpt")
        fake.then(OVERLOADED)
        answer = self.backed.chat(self.session, "What is my name?", provider="chatgpt").json()
        self.assertEqual(answer["provider"], "demo")
        self.assertIn("Bob", answer["response"])
        self.assertEqual([each[0] for each in self.attempts(self.backed)], ["chatgpt", "demo"])

    def test_it_does_not_take_over_in_the_middle_of_an_answer(self):
        fake.then(Reply(cut="broken"))
        last = self.backed.stream(self.session, "Hello", provider="chatgpt").end()
        self.assertEqual((last.name, last.data["message"]["provider"]), ("error", "chatgpt"))

    def test_its_call_in_the_record_is_the_demos(self):
        fake.then(OVERLOADED)
        self.backed.chat(self.session, "Hello", provider="chatgpt")
        call = self.backed.last_record(self.session)["answers"][-1]["call"]
        self.assertNotIn("OPENAI_API_KEY", call["curl"])
        self.assertIs(call["exact"], True)


class Comparing(FaultTest):
    LANES = [{"provider": "chatgpt"}, {"provider": "ollama"}, {"provider": "demo"}]

    def compare(self, **fields):
        return Stream(proxy.port, "/compare", {"message": "What is my name?", "session_id": self.session,
                                               "mode": "stateful", "lanes": self.LANES, **fields})

    def ends(self, stream):
        stream.end()
        return {event.data["lane"]: event for event in stream.events if event.name in ("done", "error")}

    def test_three_providers_answer_one_question_each_by_itself(self):
        proxy.chat(self.session, "My name is Bob")
        ends = self.ends(self.compare())
        self.assertEqual({lane: end.name for lane, end in ends.items()}, {0: "done", 1: "done", 2: "done"})
        self.assertIn("I was sent 3 messages", ends[0].data["response"])
        self.assertIn("I was sent 3 messages", ends[1].data["response"])
        self.assertIn("Bob", ends[2].data["response"])
        messages = proxy.messages(self.session)
        self.assertEqual([message["role"] for message in messages], ["user", "assistant", "user"] + 3 * ["assistant"])
        self.assertEqual(len({message["turn_id"] for message in messages[2:]}), 1)
        record = proxy.last_record(self.session)
        self.assertEqual(record["status"], "finished")
        self.assertEqual(sorted(each["call"]["exact"] for each in record["answers"]), [True] * 3)

    def test_one_lane_that_fails_leaves_the_others_alone_and_is_not_the_answer_that_counts(self):
        # Whichever lane of the two comes first gets it; the request is at fault, so that it is not sent again.
        fake.then(Reply(status=400, error={"message": "no", "type": "invalid_request_error", "code": "no"}))
        ends = self.ends(self.compare())
        failed = [lane for lane, end in ends.items() if end.name == "error"]
        self.assertEqual(len(failed), 1)
        self.assertIn(failed[0], (0, 1))
        current = [message for message in proxy.messages(self.session)[1:] if message.get("current", True)]
        self.assertEqual(len(current), 1)
        self.assertEqual(current[0]["provider"], "ollama" if failed == [0] else "chatgpt")
        proxy.chat(self.session, "Go on", provider="chatgpt")
        self.assertEqual(fake.questions()[-1].messages()[1], ("assistant", current[0]["text"]))

    def test_one_lane_that_breaks_off_keeps_its_text(self):
        fake.then(Reply(cut="broken"), Reply(cut="broken"))
        ends = self.ends(self.compare(stream=True))
        self.assertEqual([ends[lane].name for lane in range(3)], ["error", "error", "done"])
        self.assertEqual([ends[lane].data["message"]["text"] for lane in range(2)], ["I was sent"] * 2)

    def test_whoever_leaves_stops_every_lane(self):
        fake.then(Reply(hang="before"), Reply(hang="middle"))
        stream = self.compare()
        fake.wait_for_question(2)
        stream.hang_up()
        for asked in fake.questions():
            self.assertTrue(asked.hung_up.wait(5 * PATIENCE))

    def test_all_of_it_can_be_asked_for_in_one_piece(self):
        answer = proxy.ask("/compare", {"message": "Hello", "session_id": self.session, "stream": False,
                                        "lanes": self.LANES})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual([each["provider"] for each in answer.json()["answers"]], ["chatgpt", "ollama", "demo"])


if __name__ == "__main__":
    unittest.main()
