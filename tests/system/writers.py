"""Clients that post their messages again, at another proxy perhaps, until each is acknowledged; and what must be
true of a session that they wrote to."""
import threading
import time
from http.client import HTTPException


class Writer(threading.Thread):
    """Posts `count` messages to one session, one after the other. Each is tried until it is answered with 200."""

    def __init__(self, apis, session, name, count, pause=0.05):
        super().__init__(daemon=True)
        self.apis, self.session, self.label, self.count, self.pause = apis, session, name, count, pause
        self.acknowledged = {}  # text of the message: answer, as it came with 200
        self.refusals = []  # (status, code, seconds)
        self.start()

    def run(self):
        for number in range(self.count):
            text = f"I like {self.label}number{number}"
            tries = 0
            while text not in self.acknowledged:
                api = self.apis[(number + tries) % len(self.apis)]
                tries += 1
                self._post(api, text, f"{self.label}-{number}")

    def _post(self, api, text, client_id):
        began = time.monotonic()
        try:
            answer = api.chat(self.session, text, client_message_id=client_id)
        except (OSError, HTTPException):
            time.sleep(self.pause)
            return
        if answer.status == 200:
            self.acknowledged[text] = answer.json()
        else:
            self.refusals.append((answer.status, answer.json()["error"]["code"], time.monotonic() - began))
            time.sleep(self.pause)


def check_session(test, messages, writers, in_order=True):
    """Every acknowledged message is there once, with the answer that was acknowledged; nothing else is."""
    ids = [message["id"] for message in messages]
    test.assertEqual(ids, sorted(set(ids)))
    questions = [message for message in messages if message["role"] == "user"]
    answers = {message["turn_id"]: message for message in messages if message["role"] == "assistant"}
    acknowledged = {text: answer for writer in writers for text, answer in writer.acknowledged.items()}
    test.assertEqual(sorted(question["text"] for question in questions), sorted(acknowledged))
    test.assertEqual(len(messages), 2 * len(questions))
    for question in questions:
        answer = answers[question["turn_id"]]
        test.assertEqual(answer["id"], acknowledged[question["text"]]["message"]["id"])
        test.assertEqual(answer["text"], acknowledged[question["text"]]["response"])
        test.assertIn(question["text"].split()[-1], answer["text"])
    if in_order:
        test.assertEqual([message["role"] for message in messages], ["user", "assistant"] * len(questions))
        test.assertEqual([message["turn_id"] for message in messages[::2]],
                         [message["turn_id"] for message in messages[1::2]])
    for writer in writers:  # each one's messages in the order in which it wrote them
        mine = [question["text"] for question in questions if question["text"] in writer.acknowledged]
        test.assertEqual(mine, list(writer.acknowledged))
