#!/usr/bin/env python3
"""How much each caller may have, across proxies, and who counts as one. usage: limits_test.py CHAT-PROXY"""
import hashlib
import socket
import subprocess
import unittest

from playground import PROXY, Playground, new_session
from running import SANITIZERS, free_port
from streams import Stream

SECRET = "0123456789abcdef0123456789abcdef"


def setUpModule():
    global here
    here = Playground()


def tearDownModule():
    here.stop()


def line(name, limits=""):
    return f"{name}:sha256:{hashlib.sha256(name.encode()).hexdigest()}{limits}\n"


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
        return True
    except OSError:
        return False


def tokens(*lines):
    file = here.folder / f"tokens-{new_session()}"
    file.write_text("".join(lines))
    return {"PROXY_TOKENS_FILE": str(file)}


def bearer(name):
    return {"Authorization": f"Bearer {name}"}


def say(proxy, headers=None, **fields):
    return proxy.chat(new_session(), "My name is Alice", headers, **fields)


def code(answer):
    return answer.json()["error"]["code"]


class Anonymous(unittest.TestCase):
    """Each test speaks from an address of its own: the proxy believes 127.0.0.1 what it forwards."""

    numbers = iter(range(1, 255))

    @classmethod
    def setUpClass(cls):
        settings = {"RATE_LIMIT_PER_MINUTE": "3", "TRUSTED_PROXIES": "127.0.0.1", "CALLERS_PER_ADDRESS": "1"}
        cls.one, cls.two = here.proxy(**settings), here.proxy(**settings)
        cls.unlimited = here.proxy()

    def setUp(self):
        self.address = {"X-Forwarded-For": f"203.0.113.{next(self.numbers)}"}

    def test_without_settings_nobody_is_limited_and_nothing_is_said_of_it(self):
        for _ in range(30):
            answer = say(self.unlimited)
            self.assertEqual(answer.status, 200)
        self.assertEqual([name for name in answer.headers if "ratelimit" in name], [])

    def test_every_limited_answer_says_what_is_left(self):
        left = [say(self.one, self.address).headers["ratelimit-remaining"] for _ in range(3)]
        self.assertEqual(left, ["2", "1", "0"])
        stream = Stream(self.two.port, "/chat", {"message": "Hi", "provider": "demo", "stream": True},
                        {"X-Forwarded-For": "198.51.100.1"})
        stream.end()
        self.assertEqual((stream.headers["ratelimit-limit"], stream.headers["ratelimit-remaining"]), ("3", "2"))
        self.assertEqual(stream.headers["ratelimit-policy"], '"turns";q=3;w=60')

    def test_past_the_limit_it_is_429_with_a_sentence_and_the_time_and_nothing_is_stored(self):
        session = new_session()
        for proxy in (self.one, self.two, self.one):
            self.assertEqual(proxy.chat(session, "Hi", self.address).status, 200)
        refused = self.two.chat(session, "One more", self.address)
        self.assertEqual((refused.status, code(refused)), (429, "rate_limited"))
        self.assertIn("More than 3 turns a minute", refused.json()["detail"])
        self.assertTrue(1 <= int(refused.headers["retry-after"]) <= 20, refused.headers)
        self.assertEqual((refused.headers["ratelimit-limit"], refused.headers["ratelimit-remaining"]), ("3", "0"))
        self.assertTrue(refused.json()["error"]["retryable"])
        self.assertEqual(len(self.one.messages(session)), 6)
        streamed = self.one.ask("/chat", {"message": "Hi", "provider": "demo", "stream": True}, self.address)
        self.assertEqual(streamed.status, 429)

    def test_a_new_cookie_gives_nothing_new(self):
        for digit in "abc":
            self.assertEqual(say(self.one, {**self.address, "Cookie": "mm_owner=" + digit * 32}).status, 200)
        self.assertEqual(say(self.one, {**self.address, "Cookie": "mm_owner=" + "d" * 32}).status, 429)
        self.assertEqual(say(self.one, self.address).status, 429)

    def test_a_browser_takes_its_limit_with_it_to_another_address(self):
        cookie = {"Cookie": f"mm_owner={SECRET}"}
        for number in range(3):
            self.assertEqual(say(self.one, {**cookie, "X-Forwarded-For": f"198.51.100.{number + 10}"}).status, 200)
        self.assertEqual(say(self.two, {**cookie, "X-Forwarded-For": "198.51.100.20"}).status, 429)
        self.assertEqual(say(self.two, {"X-Forwarded-For": "198.51.100.20"}).status, 200)

    def test_what_its_address_may_not_have_is_not_counted_for_the_browser(self):
        for _ in range(3):
            say(self.one, self.address)
        cookie = {"Cookie": "mm_owner=" + "e" * 32}
        self.assertEqual({say(self.one, {**cookie, **self.address}).status for _ in range(5)}, {429})
        elsewhere = say(self.two, {**cookie, "X-Forwarded-For": "198.51.100.30"})
        self.assertEqual((elsewhere.status, elsewhere.headers["ratelimit-remaining"]), (200, "2"))

    def test_an_ipv6_network_is_one_caller(self):
        for number in range(3):
            self.assertEqual(say(self.one, {"X-Forwarded-For": f"2001:db8:1:2::{number}"}).status, 200)
        self.assertEqual(say(self.one, {"X-Forwarded-For": "2001:db8:1:2:9:9:9:9"}).status, 429)
        self.assertEqual(say(self.one, {"X-Forwarded-For": "2001:db8:1:3::1"}).status, 200)

    def test_what_the_client_itself_forwards_counts_for_nothing(self):
        for number in range(3):
            forged = {"X-Forwarded-For": f"1.1.1.{number}, " + self.address["X-Forwarded-For"]}
            self.assertEqual(say(self.one, forged).status, 200)
        self.assertEqual(say(self.one, self.address).status, 429)

    def test_lanes_and_replays_count_as_turns(self):
        session = new_session()
        compared = self.one.ask("/compare", {"message": "Hi", "session_id": session, "provider": "demo",
                                             "stream": False, "lanes": [{}, {}]}, self.address)
        self.assertEqual((compared.status, compared.headers["ratelimit-remaining"]), (200, "1"))
        again = {"message": "Hi", "provider": "demo", "stream": False, "lanes": [{}, {}]}
        self.assertEqual(self.one.ask("/compare", again, self.address).status, 429)
        turn = compared.json()["turn_id"]
        replayed = self.one.ask(f"/sessions/{session}/turns/{turn}/replay", {}, self.address)
        self.assertEqual((replayed.status, replayed.headers["ratelimit-remaining"]), (200, "0"))
        self.assertEqual(self.one.ask(f"/sessions/{session}/turns/{turn}/replay", {}, self.address).status, 429)
        self.assertEqual(len(self.one.messages(session)), 4)

    def test_making_sessions_counts_reading_them_does_not(self):
        for _ in range(3):
            self.assertEqual(self.one.ask("/sessions", {}, self.address).status, 201)
        self.assertEqual(self.one.ask("/sessions", {}, self.address).status, 429)
        self.assertEqual(self.one.ask("/sessions/import", {}, self.address).status, 422)
        for path in ("/", "/sessions", "/models", "/metrics"):
            self.assertEqual(self.one.ask(path, headers=self.address).status, 200, path)

    def test_openais_clients_are_told_in_their_words(self):
        body = {"model": "demo", "messages": [{"role": "user", "content": "Hi"}]}
        for _ in range(3):
            self.assertEqual(self.one.ask("/v1/chat/completions", body, self.address).status, 200)
        for path, asked in (("/v1/chat/completions", body), ("/v1/responses", {"model": "demo", "input": "Hi"})):
            refused = self.one.ask(path, asked, self.address)
            self.assertEqual((refused.status, code(refused)), (429, "rate_limit_exceeded"))
            self.assertEqual(refused.json()["error"]["type"], "rate_limit_error")
            self.assertIn("retry-after", refused.headers)


class Tokens(unittest.TestCase):
    def test_each_token_has_the_general_limit_or_its_own(self):
        proxy = here.proxy(RATE_LIMIT_PER_MINUTE="1", **tokens(line("few"), line("more", ":3"), line("all", ":0")))
        self.assertEqual([say(proxy, bearer("few")).status for _ in range(2)], [200, 429])
        self.assertEqual([say(proxy, bearer("more")).status for _ in range(4)], [200, 200, 200, 429])
        self.assertEqual({say(proxy, bearer("all")).status for _ in range(10)}, {200})

    def test_a_cookie_or_address_makes_no_other_caller_of_a_token(self):
        proxy = here.proxy(RATE_LIMIT_PER_MINUTE="1", TRUSTED_PROXIES="127.0.0.1", **tokens(line("roams")))
        self.assertEqual(say(proxy, bearer("roams")).status, 200)
        self.assertEqual(say(proxy, {**bearer("roams"), "X-Forwarded-For": "203.0.113.250",
                                     "Cookie": f"mm_owner={SECRET}"}).status, 429)

    def test_the_tokens_of_a_day_are_counted_after_each_turn_and_shared_by_proxies(self):
        holders = tokens(line("budget", "::60"))
        one, two = here.proxy(**holders), here.proxy(**holders)
        first = say(one, bearer("budget"))
        self.assertEqual((first.status, first.headers["ratelimit-remaining"]), (200, "60"))
        used = sum(first.json()["usage"].values())
        second = say(two, bearer("budget"))
        self.assertEqual((second.status, second.headers["ratelimit-remaining"]), (200, str(60 - used)))
        refused = say(one, bearer("budget"))
        self.assertEqual((refused.status, code(refused)), (429, "quota_exceeded"))
        self.assertIn("midnight UTC", refused.json()["detail"])
        self.assertFalse(refused.json()["error"]["retryable"])
        self.assertTrue(1 <= int(refused.headers["retry-after"]) <= 86400)
        face = two.ask("/v1/responses", {"model": "demo", "input": "Hi"}, bearer("budget"))
        self.assertEqual((face.status, code(face)), (429, "insufficient_quota"))
        self.assertEqual(face.headers["x-should-retry"], "false")
        self.assertEqual(one.ask("/sessions", {}, bearer("budget")).status, 201)

    def test_openais_clients_use_up_tokens_too(self):
        proxy = here.proxy(**tokens(line("face", "::5")))
        body = {"model": "demo", "messages": [{"role": "user", "content": "Hi there, my friend"}]}
        self.assertEqual(proxy.ask("/v1/chat/completions", body, bearer("face")).status, 200)
        self.assertEqual(proxy.ask("/v1/chat/completions", body, bearer("face")).status, 429)

    def test_an_answer_that_is_cut_off_is_not_free(self):
        proxy = here.proxy(DEMO_PIECE_DELAY_MS="20", **tokens(line("leaves", "::3")))
        stream = proxy.stream(new_session(), "Tell me a long story", bearer("leaves"))
        stream.wait("delta", 3)
        stream.hang_up()
        for _ in range(100):
            if say(proxy, bearer("leaves")).status == 429:
                return
        self.fail("all of them were answered")


class Redis(unittest.TestCase):
    def test_while_it_is_away_a_limited_turn_is_refused_as_any_turn_is(self):
        mine = Playground()
        try:
            proxy = mine.proxy(RATE_LIMIT_PER_MINUTE="100", TOKEN_BUDGET_PER_DAY="100000")
            self.assertEqual(say(proxy).status, 200)
            mine.redis.stop()
            body = {"model": "demo", "messages": [{"role": "user", "content": "Hi"}]}
            for answer in (say(proxy), proxy.ask("/v1/chat/completions", body)):
                self.assertEqual((answer.status, code(answer)), (503, "store_unavailable"))
            mine.restart_redis()
            self.assertEqual(say(proxy).status, 200)
        finally:
            mine.stop()


class Binding(unittest.TestCase):
    def start(self, **settings):
        """What it says when it ends by itself; None: it serves."""
        port = free_port()
        program = subprocess.Popen([PROXY, "--port", str(port), "--ui-port", "-1"], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, cwd=here.folder,
                                   env={**SANITIZERS, "REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(here.redis_port),
                                        **settings})
        first = program.stdout.readline()
        if "is ready" in first:
            program.terminate()
            program.communicate(timeout=30)
            return None
        rest, _ = program.communicate(timeout=30)
        self.assertEqual(program.returncode, 1)
        return first + rest

    def test_an_address_that_others_reach_needs_tokens_or_a_word(self):
        for host in ("0.0.0.0", "::", "192.0.2.7", "somewhere.example"):
            with self.subTest(host):
                said = self.start(HOST=host)
                for name in (host, "PROXY_TOKENS_FILE", "ALLOW_PUBLIC_WITHOUT_TOKENS=true", "127.0.0.1"):
                    self.assertIn(name, said)
        self.assertIsNone(self.start(HOST="0.0.0.0", ALLOW_PUBLIC_WITHOUT_TOKENS="true"))
        self.assertIsNone(self.start(HOST="0.0.0.0", **tokens(line("somebody"))))
        self.assertIn("true or false", self.start(HOST="0.0.0.0", ALLOW_PUBLIC_WITHOUT_TOKENS="yes"))

    def test_this_machines_own_addresses_need_neither(self):
        for host in ("127.0.0.1", "LocalHost", "127.0.0.2", *(("::1", "[::1]") if has_ipv6() else ())):
            self.assertIsNone(self.start(HOST=host), host)

    def test_in_a_container_it_is_where_the_port_is_published_that_counts(self):
        self.assertIsNone(self.start(HOST="0.0.0.0", PUBLISHED_HOST="127.0.0.1"))
        self.assertIn("0.0.0.0", self.start(HOST="0.0.0.0", PUBLISHED_HOST="0.0.0.0"))

    def test_a_folder_where_a_file_should_be_is_named(self):
        for name in ("PROXY_TOKENS_FILE", "OPENAI_API_KEY_FILE", "PRICES_FILE", "REDIS_CA_FILE"):
            self.assertEqual(self.start(**{name: str(here.folder)}),
                             f"chat-proxy: {name} names {here.folder}, which cannot be read.\n")

    def test_trusted_proxies_that_cannot_be_read_are_refused(self):
        self.assertIn("'10.0.0.0/99'", self.start(TRUSTED_PROXIES="127.0.0.1,10.0.0.0/99"))


class Sessions(unittest.TestCase):
    def test_what_was_exported_comes_back_though_it_is_larger_than_other_bodies_may_be(self):
        proxy = here.proxy()
        messages = []
        for number in range(10):
            turn = f"t{number}"
            messages += [{"role": "user", "turn_id": turn, "text": f"{number} " + "q" * 100_000},
                         {"role": "assistant", "turn_id": turn, "text": f"{number} " + "ä" * 50_000}]
        whole = {"format": "memory-magic/1", "session": {"id": "long"}, "messages": messages}
        first = proxy.ask("/sessions/import", whole)
        self.assertEqual(first.status, 201, first.body[:300])
        exported = proxy.ask(f"/sessions/{first.json()['id']}/export?format=json")
        self.assertGreater(len(exported.body), 3 * 512 * 1024, exported.body[:300])  # others may be 1 MiB
        second = proxy.ask("/sessions/import", exported.json())
        self.assertEqual(second.status, 201, second.body[:300])
        again = proxy.ask(f"/sessions/{second.json()['id']}/export?format=json").json()
        texts = [message["text"] for message in again["messages"]]
        self.assertTrue(texts == [message["text"] for message in messages], [text[:9] for text in texts])


class Cookies(unittest.TestCase):
    def test_secure_where_a_trusted_proxy_was_spoken_to_by_https(self):
        trusting, other = here.proxy(TRUSTED_PROXIES="127.0.0.0/8"), here.proxy()
        https = {"X-Forwarded-Proto": "https"}
        self.assertIn("; Secure", trusting.ask("/sessions", headers=https).headers["set-cookie"])
        self.assertNotIn("Secure", trusting.ask("/sessions").headers["set-cookie"])
        self.assertNotIn("Secure", other.ask("/sessions", headers=https).headers["set-cookie"])


if __name__ == "__main__":
    unittest.main()
