#!/usr/bin/env python3
"""What nobody plans: things deleted, chosen, repeated, taken along and brought back in any order.
usage: odd_orders_test.py CHAT-PROXY"""
import random
import threading
import time
import unittest

from fake_provider import FakeProvider, Reply
from playground import Playground, new_session

REFUSED = Reply(status=400, error={"message": "no", "type": "invalid_request_error", "code": "no"})
FUZZ_SECONDS = 5


def setUpModule():
    global here, fake, a, b
    fake = FakeProvider()
    here = Playground()
    settings = {"OPENAI_BASE_URL": fake.url + "/v1", "OPENAI_API_KEY": "sk-test-1", "OLLAMA_BASE_URL": fake.url + "/v1"}
    a, b = here.proxy(**settings), here.proxy(**settings)


def tearDownModule():
    here.stop()
    fake.stop()


class OddOrders(unittest.TestCase):
    def setUp(self):
        fake.forget()
        self.session = new_session()
        self.path = f"/sessions/{self.session}"

    def delete(self, message):
        self.assertEqual(a.ask(f"{self.path}/messages/{message['id']}", method="DELETE").status, 200)

    def replay(self, turn, **fields):
        return a.ask(f"{self.path}/turns/{turn}/replay", fields)

    def reasons(self, session=None):
        preview = a.ask(f"/sessions/{session or self.session}/context?provider=demo&message=And+now").json()
        return [(item["role"], item["reason"]) for item in preview["messages"]]


class Deleting(OddOrders):
    def test_a_turn_whose_answer_was_deleted_has_finished_and_cannot_be_cancelled(self):
        a.chat(self.session, "My name is Ann")
        question, answer = a.messages(self.session)
        self.delete(answer)
        record = a.record(self.session, question["turn_id"])
        self.assertEqual((record["status"], record["answers"]), ("finished", []))
        told = a.ask(f"{self.path}/turns/{question['turn_id']}/cancel", {})
        self.assertEqual((told.status, told.json()["status"]), (200, "finished"))

    def test_it_can_be_answered_again_and_that_answer_counts(self):
        a.chat(self.session, "My name is Ann")
        question, answer = a.messages(self.session)
        self.delete(answer)
        self.assertEqual(self.replay(question["turn_id"]).status, 200)
        self.assertEqual(self.reasons(), [("user", "history"), ("assistant", "history"), ("user", "new_message")])

    def test_a_turn_whose_question_was_deleted_cannot_be_answered_again(self):
        a.chat(self.session, "My name is Ann")
        question, _ = a.messages(self.session)
        self.delete(question)
        refused = self.replay(question["turn_id"])
        self.assertEqual((refused.status, refused.json()["error"]["code"]), (404, "not_found"))
        self.assertEqual(self.reasons(), [("assistant", "no_question"), ("user", "new_message")])

    def test_a_repeated_message_whose_answer_was_deleted_asks_no_model(self):
        a.chat(self.session, "Hello", provider="chatgpt", client_message_id="once")
        self.delete(a.messages(self.session)[1])
        refused = a.chat(self.session, "Hello", provider="chatgpt", client_message_id="once")
        self.assertEqual((refused.status, refused.json()["error"]["code"]), (404, "not_found"))
        self.assertEqual(len(fake.questions()), 1)

    def test_a_deleted_text_is_nowhere_any_more(self):
        a.chat(self.session, "My secret is xyzzy")
        for number in range(3):
            a.chat(self.session, f"Number {number}")
        for message in a.messages(self.session):
            if "xyzzy" in message["text"]:
                self.delete(message)
        seen = [a.ask(path).body.decode() for path in (
            self.path, f"{self.path}/messages", f"{self.path}/export", f"{self.path}/export?format=markdown")]
        seen += [str(a.record(self.session, message["turn_id"])) for message in a.messages(self.session)]
        self.assertEqual([text for text in seen if "xyzzy" in text], [])


class Repeating(OddOrders):
    LANES = [{"provider": "chatgpt"}, {"provider": "demo"}, {"provider": "demo", "mode": "stateless"}]

    def compare(self, lanes):
        return a.ask("/compare", {"message": "Hello", "session_id": self.session, "mode": "stateful", "stream": False,
                                  "lanes": lanes, "client_message_id": "once"}).json()["answers"]

    def current(self):
        return [message["attempt"] if "attempt" in message else 0 for message in a.messages(self.session)
                if message["role"] == "assistant" and message.get("current", True)]

    def test_a_comparison_that_is_posted_again_gives_the_same_answers_and_leaves_the_choice_alone(self):
        fake.then(REFUSED)
        first = self.compare(self.LANES)
        self.assertEqual(self.current(), [1])
        turn, chosen = first[2]["message"]["turn_id"], first[2]["message"]["id"]
        a.ask(f"{self.path}/turns/{turn}", {"current": chosen}, method="PATCH")
        again = self.compare(self.LANES)
        self.assertEqual([each["message"]["id"] for each in again], [each["message"]["id"] for each in first])
        self.assertEqual(self.current(), [2])
        self.assertEqual(len(self.compare(self.LANES + [{"provider": "demo"}])), 4)  # one more lane is answered now
        self.assertEqual(self.current(), [2])
        self.assertEqual(len(fake.questions()), 1)

    def test_a_message_that_failed_fails_again_without_asking(self):
        fake.then(REFUSED)
        for _ in range(2):
            failed = a.chat(self.session, "Hello", provider="chatgpt", client_message_id="once")
            self.assertEqual(failed.status, 502)
        self.assertEqual(len(fake.questions()), 1)
        self.assertEqual(len(a.messages(self.session)), 2)


class TakingAlong(OddOrders):
    def crooked_session(self):
        """Marks, alternatives, a choice, a deleted question, a deleted answer with and without another one."""
        for text in ("My name is Ann", "I like pizza", "I live in Paris", "I like tea", "Good night"):
            a.chat(self.session, text)
        messages = a.messages(self.session)
        turns = [message["turn_id"] for message in messages[::2]]
        a.ask(f"{self.path}/messages/{messages[0]['id']}", {"pinned": True}, method="PATCH")
        a.ask(f"{self.path}/messages/{messages[2]['id']}", {"excluded": True}, method="PATCH")
        self.assertEqual(self.replay(turns[0], mode="stateless", current=True).status, 200)
        self.assertEqual(self.replay(turns[3], mode="stateless").status, 200)
        for index in (4, 7, 9):
            self.delete(messages[index])
        a.ask(self.path, {"title": "Ann \U0001F9E0", "local_only": True}, method="PATCH")

    def test_a_crooked_session_is_brought_back_as_it_was_taken_along(self):
        self.crooked_session()
        taken = a.ask(f"{self.path}/export").json()
        brought = b.ask("/sessions/import", taken)
        self.assertEqual(brought.status, 201, brought.body)
        session = brought.json()["id"]
        self.assertEqual((brought.json()["title"], brought.json()["local_only"]), ("Ann \U0001F9E0", True))

        def without_ids(messages):
            return [{key: value for key, value in message.items() if key != "id"} for message in messages]

        self.assertEqual(without_ids(b.messages(session)), without_ids(taken["messages"]))
        self.assertEqual(self.reasons(session), self.reasons())
        self.assertEqual({b.record(session, message["turn_id"])["status"] for message in b.messages(session)},
                         {"finished"})
        answer = b.chat(session, "What is my name?").json()
        self.assertIn("Ann", answer["response"])

    def test_what_does_not_hold_together_is_refused_as_a_whole(self):
        self.crooked_session()
        listed = len(a.ask("/sessions").json()["sessions"])
        for spoil in (lambda messages: messages.insert(0, messages[1]),
                      lambda messages: messages[0].update(role="system"),
                      lambda messages: messages[0].update(excluded=True),
                      lambda messages: messages[1].update(attempt=-1),
                      lambda messages: messages[-1].update(text=None, role="user"),
                      lambda messages: messages[0].update(text="x" * 131073)):
            taken = a.ask(f"{self.path}/export").json()
            spoil(taken["messages"])
            refused = a.ask("/sessions/import", taken)
            self.assertEqual(refused.status, 422, refused.body)
            self.assertTrue(refused.json()["error"]["param"].startswith("messages["), refused.body)
        self.assertEqual(len(a.ask("/sessions").json()["sessions"]), listed)


class Anything(OddOrders):
    """Many clients do anything at both proxies; a fixed seed chooses what, the machine decides in which order."""

    def one_thing(self, chance):
        api = chance.choice((a, b))
        messages = api.ask(f"{self.path}/messages?limit=500").json().get("messages", [])
        message = chance.choice(messages) if messages else None
        memory = chance.choice([{"strategy": "full"}, {"strategy": "last_n", "n": 3}, {"strategy": "none"},
                                {"strategy": "summary", "keep_last": 2}, {"strategy": "token_budget", "tokens": 100}])
        asked = {"provider": chance.choice(["demo", "chatgpt", "ollama"]), "mode": "stateful", "memory": memory}
        deed = chance.choice(["chat", "chat", "chat", "leave", "compare", "replay", "mark", "delete", "choose", "cancel",
                              "record"])
        if deed == "chat" or message is None:
            return api.chat(self.session, f"I like {chance.random()}", **asked)
        if deed == "leave":
            stream = api.stream(self.session, "I am not here to stay", **asked)
            time.sleep(chance.random() / 50)
            return stream.hang_up()
        if deed == "compare":
            return api.ask("/compare", {"message": "Hello", "session_id": self.session, "stream": False, **asked,
                                        "lanes": [{"provider": "demo"}, {"mode": "stateless"}]})
        turn, one = f"{self.path}/turns/{message['turn_id']}", f"{self.path}/messages/{message['id']}"
        if deed == "replay":
            return api.ask(f"{turn}/replay", {**asked, "current": chance.random() < 0.5,
                                              "without": [chance.choice(messages)["id"]]})
        if deed == "mark":
            return api.ask(one, {"pinned": False, "excluded": False, chance.choice(["pinned", "excluded"]):
                                 chance.random() < 0.5}, method="PATCH")
        if deed == "delete":
            return api.ask(one, method="DELETE")
        if deed == "choose":
            return api.ask(turn, {"current": message["id"]}, method="PATCH")
        if deed == "cancel":
            return api.ask(f"{turn}/cancel", {})
        record = api.ask(turn)
        for answer in record.json().get("answers", []):
            if answer["call"] and not answer["call"]["exact"]:
                self.wrong.append(("not what was sent", answer))
        return record

    def client(self, seed, until):
        chance = random.Random(seed)
        while time.monotonic() < until:
            answer = self.one_thing(chance)
            if answer is not None and answer.status not in (200, 202, 404):
                self.wrong.append((answer.status, answer.body))

    @staticmethod
    def seen(watcher):
        """What a window shows that only listens."""
        shown = {}
        for event in list(watcher.events):
            if event.name in ("message", "marked"):
                shown[event.data["message"]["id"]] = event.data["message"]
            elif event.name == "deleted":
                shown.pop(event.data["message_id"], None)
        return essence(shown.values())

    def test_windows_that_only_listen_show_what_is_stored_and_turns_stay_whole(self):
        self.wrong = []
        a.chat(self.session, "Hello")
        windows = [api.watch(self.session, after="0-0") for api in (a, b)]
        until = time.monotonic() + FUZZ_SECONDS
        clients = [threading.Thread(target=self.client, args=(seed, until)) for seed in range(6)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual(self.wrong, [])
        self.assertEqual(a.chat(self.session, "The end").status, 200)
        stored = a.messages(self.session)
        for window in windows:
            window.wait_for(lambda w=window: self.seen(w) == essence(stored), "what is stored")
            window.hang_up()
        sent = {item["id"] for item in a.ask(f"{self.path}/context?provider=demo&message=x").json()["messages"]
                if item["sent"]}
        roles = {}
        for message in stored:
            if message["id"] in sent:
                roles.setdefault(message["turn_id"], []).append(message["role"])
        self.assertEqual([each for each in roles.values() if sorted(each) != ["assistant", "user"]], [])


def essence(messages):
    return sorted((message["id"], message["text"], message.get("pinned", False), message.get("excluded", False))
                  for message in messages)


if __name__ == "__main__":
    unittest.main()
