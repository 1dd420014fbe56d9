#!/usr/bin/env python3
"""What a provider is really sent, and what the proxy says of it, with a real proxy and a server that plays OpenAI and
Ollama. usage: providers_test.py CHAT-PROXY"""
import json
import os
import subprocess
import unittest

from fake_provider import FakeProvider, Reply
from playground import ROOT, Playground, new_session
from running import wait_until

KEY = "sk-test-3f9a1c77d2"
BOTH = ("chatgpt", "ollama")
# What a shell, JSON or UTF-8 could trip over.
HARD_TEXT = "it's \"$HOME\" `id` \\n \\ \U0001F9E0 \u05e9\u05dc\u05d5\u05dd e\u0301\n\ttwo lines %s @file"


def setUpModule():
    global here, fake, proxy
    fake = FakeProvider()
    here = Playground("--appendonly", "yes")
    proxy = here.proxy(OPENAI_BASE_URL=fake.url + "/v1", OPENAI_API_KEY=KEY, OLLAMA_BASE_URL=fake.url + "/v1",
                       OLLAMA_API_KEY=KEY + "-ollama", LOG_LEVEL="debug")


def tearDownModule():
    here.stop()
    fake.stop()


class ProviderTest(unittest.TestCase):
    def setUp(self):
        fake.forget()
        self.session = new_session()

    def chat(self, message, provider="chatgpt", **fields):
        answer = proxy.chat(self.session, message, provider=provider, **fields)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def stream(self, message, provider="chatgpt", **fields):
        stream = proxy.stream(self.session, message, provider=provider, **fields)
        self.assertEqual(stream.end().name, "done", stream.events)
        return stream


class WhatIsSent(ProviderTest):
    def test_a_stateful_turn_sends_the_whole_conversation(self):
        for provider in BOTH:
            with self.subTest(provider):
                self.setUp()
                first = self.chat("My name is Alice", provider)["response"]
                second = self.stream("I like pizza", provider).text()
                self.chat("Who am I?", provider)
                self.assertEqual(fake.questions()[-1].messages(), [
                    ("user", "My name is Alice"), ("assistant", first), ("user", "I like pizza"),
                    ("assistant", second), ("user", "Who am I?")])

    def test_a_stateless_turn_sends_only_the_message(self):
        for provider in BOTH:
            with self.subTest(provider):
                self.setUp()
                self.chat("My name is Alice", provider)
                self.chat("Who am I?", provider, mode="stateless")
                self.assertEqual(fake.questions()[-1].messages(), [("user", "Who am I?")])

    def test_what_one_provider_said_is_sent_to_the_other(self):
        said = self.chat("My name is Alice", "chatgpt")["response"]
        self.chat("Who am I?", "ollama")
        self.assertEqual(fake.questions()[-1].path, "/api/chat")
        self.assertEqual(fake.questions()[-1].messages()[1], ("assistant", said))

    def test_any_text_arrives_as_it_was_written(self):
        for provider in BOTH:
            with self.subTest(provider):
                self.setUp()
                self.stream(HARD_TEXT, provider)
                self.assertEqual(fake.questions()[-1].messages(), [("user", HARD_TEXT)])
                self.assertEqual(proxy.messages(self.session)[0]["text"], HARD_TEXT)
                self.assertIn(HARD_TEXT, proxy.messages(self.session)[1]["text"])

    def test_the_longest_message_arrives_whole(self):
        longest = ("\u00e4\u20ac\U0001F9E0x" * 20000).encode()[:131072].decode(errors="ignore")
        self.stream(longest, "chatgpt", mode="stateless")
        self.assertEqual(fake.questions()[-1].messages(), [("user", longest)])
        too_long = proxy.chat(self.session, "x" * 131073, provider="chatgpt")
        self.assertEqual(too_long.status, 422, too_long.body)

    def test_openai_is_asked_to_store_nothing(self):
        for memory in ({"strategy": "full"}, {"strategy": "last_n", "n": 2}, {"strategy": "none"}):
            self.chat("Hello", memory=memory)
        self.stream("Hello", mode="stateless")
        for asked in fake.questions():
            self.assertIs(asked.json()["store"], False)
            self.assertNotIn("previous_response_id", asked.json())

    def test_ollama_is_told_not_to_cut_silently(self):
        self.chat("Hello", "ollama")
        sent = fake.questions()[-1].json()
        self.assertIs(sent["truncate"], False)
        self.assertIs(sent["shift"], False)
        self.assertGreater(sent["options"]["num_ctx"], 0)

    def test_a_message_that_is_excluded_or_deleted_is_not_sent_any_more(self):
        self.chat("My name is Alice")
        self.chat("I like pizza")
        first, _, third, _ = [message["id"] for message in proxy.messages(self.session)]
        path = f"/sessions/{self.session}/messages/"
        self.assertEqual(proxy.ask(path + first, {"excluded": True}, method="PATCH").status, 200)
        self.assertEqual(proxy.ask(path + third, method="DELETE").status, 200)
        self.chat("What do you know?", "ollama")
        self.assertEqual(fake.questions()[-1].messages(), [("user", "What do you know?")])


class WhatTheProviderHolds(ProviderTest):
    MEMORY = {"strategy": "provider"}

    def test_the_conversation_goes_on_from_the_stored_response(self):
        self.chat("My name is Alice", memory=self.MEMORY)
        self.chat("Who am I?", memory=self.MEMORY)
        first, second = [asked.json() for asked in fake.questions()]
        self.assertIs(first["store"], True)
        self.assertNotIn("previous_response_id", first)
        self.assertEqual(second["previous_response_id"], "resp_1")
        self.assertEqual(fake.questions()[1].messages(), [("user", "Who am I?")])

    def test_when_the_response_has_vanished_the_conversation_comes_from_redis_and_a_note_says_so(self):
        said = self.chat("My name is Alice", memory=self.MEMORY)["response"]
        fake.responses.clear()
        stream = self.stream("Who am I?", memory=self.MEMORY)
        self.assertEqual([asked.json().get("previous_response_id") for asked in fake.questions()],
                         [None, "resp_1", None])
        self.assertEqual(fake.questions()[-1].messages(),
                         [("user", "My name is Alice"), ("assistant", said), ("user", "Who am I?")])
        self.assertIn("no longer holds this conversation", " ".join(stream.events[-1].data["context"]["notes"]))
        self.assertEqual(len(stream.named("context")), 2)

    def test_a_deleted_message_is_not_gone_on_from(self):
        self.chat("My name is Alice", memory=self.MEMORY)
        first = proxy.messages(self.session)[0]["id"]
        proxy.ask(f"/sessions/{self.session}/messages/{first}", method="DELETE")
        self.chat("Who am I?", memory=self.MEMORY)
        self.assertNotIn("previous_response_id", fake.questions()[-1].json())

    def test_what_another_provider_was_told_meanwhile_is_not_forgotten(self):
        self.chat("My name is Alice", memory=self.MEMORY)
        self.chat("I like pizza", "ollama")
        self.chat("Who am I?", memory=self.MEMORY)
        asked = fake.questions()[-1]
        self.assertIn(("user", "I like pizza"), asked.messages())


class Summaries(ProviderTest):
    MEMORY = {"strategy": "summary", "keep_last": 4}

    def test_a_summary_takes_exactly_one_more_call_and_the_report_shows_it(self):
        for number in range(4):
            self.chat(f"Fact {number}", memory=self.MEMORY)
        told = sum(asked.messages()[-1][1].startswith("Fact") for asked in fake.questions())
        fake.forget()
        fake.then(Reply(text="They told me facts."))
        answer = self.chat("Which facts?", memory=self.MEMORY)
        self.assertEqual(told, 4)
        self.assertEqual(len(fake.questions()), 2)
        summary = answer["context"]["summary"]
        self.assertEqual((summary["text"], summary["made_now"]), ("They told me facts.", True))
        self.assertGreater(summary["usage"]["input_tokens"], 0)
        self.assertIn("They told me facts.", fake.questions()[1].body.decode())
        self.assertEqual([said for role, said in fake.questions()[1].messages() if role == "user"],
                         ["Fact 2", "Fact 3", "Which facts?"])
        fake.forget()
        again = self.chat("And now?", memory=self.MEMORY)
        self.assertEqual(len(fake.questions()), 1)
        self.assertFalse(again["context"]["summary"].get("made_now", False))

    def test_when_it_cannot_be_made_the_messages_go_and_the_record_still_shows_what_was_sent(self):
        for number in range(4):
            self.chat(f"Fact {number}", memory=self.MEMORY)
        fake.forget()
        fake.then(Reply(status=400, error={"message": "no", "type": "invalid_request_error", "code": "no"}))
        answer = self.chat("Which facts?", memory=self.MEMORY)
        self.assertIn("could not be made", " ".join(answer["context"]["notes"]))
        self.assertEqual(len(fake.questions()[-1].messages()), 9)
        call = proxy.last_record(self.session)["answers"][0]["call"]
        self.assertEqual(call["body"].encode(), fake.questions()[-1].body)


class TheRecordOfATurn(ProviderTest):
    def record(self):
        return proxy.last_record(self.session)["answers"][-1]

    def run_in_shell(self, line):
        subprocess.run(["sh", "-c", line], check=True, timeout=20, stdout=subprocess.DEVNULL,
                       env={"PATH": os.environ["PATH"], "OPENAI_API_KEY": KEY, "OLLAMA_API_KEY": KEY + "-ollama"})

    def test_its_call_is_to_the_byte_what_the_provider_got_and_its_curl_line_sends_it_again(self):
        for provider in BOTH:
            for ask in (self.chat, self.stream):
                with self.subTest(provider, how=ask.__name__):
                    self.setUp()
                    ask("My name is Alice", provider, instructions="Be brief. " + HARD_TEXT)
                    ask(HARD_TEXT, provider, temperature=0.5, max_output_tokens=100)
                    asked = fake.questions()[-1]
                    call = self.record()["call"]
                    self.assertIs(call["exact"], True)
                    self.assertEqual(call["body"].encode(), asked.body)
                    self.run_in_shell(call["curl"])
                    again = fake.questions()[-1]
                    self.assertIsNot(again, asked)
                    self.assertEqual((again.path, again.body), (asked.path, asked.body))
                    self.assertEqual(again.headers, asked.headers)

    def test_it_stays_exact_when_later_turns_marks_and_replays_follow(self):
        self.chat("My name is Alice")
        self.chat("I like pizza")
        asked = fake.questions()[-1]
        turn = proxy.messages(self.session)[-1]["turn_id"]
        question = proxy.messages(self.session)[0]
        proxy.ask(f"/sessions/{self.session}/messages/{question['id']}", {"excluded": True}, method="PATCH")
        proxy.ask(f"/sessions/{self.session}/turns/{question['turn_id']}/replay",
                  {"provider": "ollama", "current": True})
        self.chat("Go on")
        call = proxy.record(self.session, turn)["answers"][0]["call"]
        self.assertEqual((call["exact"], call["body"].encode()), (True, asked.body))

    def test_a_replay_with_another_provider_is_recorded_beside_the_first_answer(self):
        self.chat("My name is Alice")
        self.chat("Who am I?")
        turn = proxy.messages(self.session)[-1]["turn_id"]
        first = proxy.messages(self.session)[0]["id"]
        replayed = proxy.ask(f"/sessions/{self.session}/turns/{turn}/replay", {"provider": "ollama", "without": [first]})
        self.assertEqual(replayed.status, 200, replayed.body)
        self.assertEqual(fake.questions()[-1].messages(), [("user", "Who am I?")])
        answers = proxy.record(self.session, turn)["answers"]
        self.assertEqual([each["request"]["provider"] for each in answers], ["chatgpt", "ollama"])
        self.assertEqual([each["call"]["body"].encode() for each in answers],
                         [asked.body for asked in fake.questions()[1:]])

    def test_after_a_message_in_it_was_deleted_there_is_no_call_and_a_note_says_why(self):
        self.chat("My name is Alice")
        self.chat("Who am I?")
        first = proxy.messages(self.session)[0]["id"]
        proxy.ask(f"/sessions/{self.session}/messages/{first}", method="DELETE")
        record = self.record()
        self.assertIsNone(record["call"])
        self.assertIn("deleted", record["call_note"])
        self.assertNotIn("Alice", json.dumps(record["context"]))

    def test_its_request_id_is_the_clients_and_goes_to_the_provider_and_into_the_log(self):
        answer = proxy.chat(self.session, "Hello", {"X-Request-Id": "my-request.17"}, provider="chatgpt")
        self.assertEqual(answer.headers["x-request-id"], "my-request.17")
        self.assertEqual(fake.questions()[-1].headers["x-request-id"], "my-request.17")

        def logged():
            lines = [json.loads(line) for line in proxy.program.output().splitlines() if line.startswith("{")]
            return {line["event"] for line in lines if line.get("request_id") == "my-request.17"}

        wait_until(lambda: logged() == {"turn", "request"}, "both lines of the log")

    def test_a_provider_that_processed_far_less_than_it_was_sent_is_found_out(self):
        fake.then(Reply(input_tokens=7))
        answer = self.chat("A long story. " * 400)
        self.assertIs(answer["context"]["truncated_upstream"], True)
        self.assertEqual(answer["context"]["provider_input_tokens"], 7)
        self.assertIs(self.record()["context"]["truncated_upstream"], True)
        self.assertIs(self.chat("Go on")["context"]["truncated_upstream"], False)


class TheKey(ProviderTest):
    def test_it_is_in_no_answer_record_export_metric_log_line_nor_in_redis(self):
        echo = {"message": f"Incorrect API key provided: {KEY}.", "type": "invalid_request_error",
                "code": "invalid_api_key"}
        seen = []
        for provider in BOTH:
            self.chat("Hello", provider)
            self.assertIn(KEY, fake.questions()[-1].headers["authorization"])
            fake.then(Reply(status=401, error=echo), Reply(status=401, error=echo))
            refused = proxy.chat(self.session, "Hello", provider=provider)
            self.assertGreaterEqual(refused.status, 500, refused.body)
            failed = proxy.stream(self.session, "Hello", provider=provider)
            self.assertEqual(failed.end().name, "error")
            seen += [refused.body.decode(), str(failed.events)]
        for message in proxy.messages(self.session):
            seen.append(json.dumps(proxy.record(self.session, message["turn_id"])))
        seen += [proxy.ask(path).body.decode() for path in (
            "/", "/providers", "/models", "/v1/models", "/metrics", "/readyz", "/openapi.json", "/sessions",
            f"/sessions/{self.session}/messages", f"/sessions/{self.session}/export?format=json",
            f"/sessions/{self.session}/export?format=markdown")]
        seen.append(proxy.program.output())
        seen += [file.read_bytes().decode(errors="replace")
                 for file in (here.folder / "appendonlydir").iterdir()]
        self.assertTrue(all(seen))
        self.assertEqual([text[:2000] for text in seen if KEY in text], [])


class OtherSettings(ProviderTest):
    def test_without_a_price_list_no_cost_is_told(self):
        self.assertNotIn("cost_usd", json.dumps(self.chat("Hello")))

    def test_with_a_price_list_each_answer_has_its_cost(self):
        priced = here.proxy(OPENAI_BASE_URL=fake.url + "/v1", OPENAI_API_KEY=KEY, OLLAMA_BASE_URL=fake.url + "/v1",
                            PRICES_FILE=str(ROOT / "prices.example.json"))
        fake.then(Reply(input_tokens=1000))
        answer = priced.chat(self.session, "Hello", provider="chatgpt").json()
        self.assertAlmostEqual(answer["message"]["cost_usd"], (1000 * 0.25 + 12 * 2.0) / 1e6)
        self.assertAlmostEqual(priced.messages(self.session)[-1]["cost_usd"], answer["message"]["cost_usd"])
        unknown = priced.chat(self.session, "Hello", provider="ollama").json()
        self.assertNotIn("cost_usd", unknown["message"])


if __name__ == "__main__":
    unittest.main()
