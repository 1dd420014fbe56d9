#!/usr/bin/env python3
"""64 clients write to one session through four proxies on one Redis, and each posts some of its messages twice.
usage: writers_test.py CHAT-PROXY"""
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from playground import Playground, new_session
from running import PATIENCE
from writers import check_session

CLIENTS = 64
PROXIES = 4
EACH = 2  # messages of a client; its second one it posts at two proxies at once


def setUpModule():
    global here, proxies
    here = Playground("--appendonly", "yes", "--appendfsync", "everysec")
    # All may wait at once: with fewer places some would be told to come again, which is another test's matter.
    proxies = [here.proxy(MAX_QUEUED_TURNS="1000") for _ in range(PROXIES)]


def tearDownModule():
    here.stop()


class Client(threading.Thread):
    """Writes EACH messages, the last one at two proxies at the same moment."""

    def __init__(self, session, number):
        super().__init__(daemon=True)
        self.session, self.number = session, number
        self.acknowledged, self.problems = {}, []
        self.start()

    def post(self, api, message):
        answer = api.chat(self.session, f"I like c{self.number}m{message}", client_message_id=f"{self.number}-{message}")
        if answer.status != 200:
            self.problems.append((answer.status, answer.body))
            return None
        return answer.json()

    def run(self):
        for message in range(EACH):
            first, second = (proxies[(self.number + message + step) % PROXIES] for step in (0, 1))
            if message < EACH - 1:
                answers = [self.post(first, message)]
            else:
                with ThreadPoolExecutor(2) as pool:
                    answers = list(pool.map(lambda api: self.post(api, message), [first, second]))
            ids = {answer["message"]["id"] for answer in answers if answer}
            if len(ids) == 1:
                self.acknowledged[f"I like c{self.number}m{message}"] = answers[0]
            else:
                self.problems.append(("the same message was answered differently", ids))


class Writers(unittest.TestCase):
    def test_nothing_is_lost_doubled_or_interleaved_and_ids_rise_in_one_order(self):
        session, other = new_session(), new_session()
        began = time.monotonic()
        clients = [Client(session, number) for number in range(CLIENTS)]
        # Another session is not held up by all of these.
        slowest = 0.0
        for _ in range(10):
            asked = time.monotonic()
            self.assertEqual(proxies[0].chat(other, "Hi").status, 200)
            slowest = max(slowest, time.monotonic() - asked)
        for client in clients:
            client.join(100 * PATIENCE)
        print(f"{CLIENTS * EACH} turns of one session through {PROXIES} proxies, {CLIENTS} of them posted twice: "
              f"{time.monotonic() - began:.1f} s; slowest turn of another session meanwhile {slowest * 1000:.0f} ms")
        self.assertEqual([client.problems for client in clients if client.problems], [])
        messages = proxies[1].messages(session)
        self.assertEqual(len(messages), 2 * CLIENTS * EACH)
        check_session(self, messages, clients)
        for proxy in proxies[2:]:
            self.assertEqual([each["id"] for each in proxy.messages(session)], [each["id"] for each in messages])
        # Each turn was sent what stood before it, and nothing of what came later.
        answers = {answer["message"]["id"]: answer for client in clients for answer in client.acknowledged.values()}
        for place, message in enumerate(messages):
            if message["role"] == "assistant":
                self.assertEqual(answers[message["id"]]["context"]["stored_messages"], place)
        self.assertLess(slowest, 3 * PATIENCE)


if __name__ == "__main__":
    unittest.main()
