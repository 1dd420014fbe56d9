#!/usr/bin/env python3
"""How much of everything may come from outside, tried on the real proxy: what is more is refused with a sentence, and
nothing breaks. usage: sizes_test.py CHAT-PROXY"""
import unittest

from attacked import JSON, Attack, Target, chat
from raw_clients import connect, is_closed
from raw_http import request, send
from running import PATIENCE
from streams import Stream

MIB = 1024 * 1024


def setUpModule():
    global here, proxy
    target = Target()
    here, proxy = target.here, target.proxy


def tearDownModule():
    here.stop()


class Sizes(Attack):
    def test_a_long_path_is_414(self):
        for path in ("/" + "a" * 9000, "/chat?" + "a" * 9000, "/" + "a/" * 4500):
            self.refused(send(proxy.port, request("GET", path)), 414)
        self.assertIn(send(proxy.port, request("GET", "/" + "a" * 200_000)).status, (0, 400, 414))

    def test_many_or_long_headers_are_400(self):
        self.refused(send(proxy.port, request("GET", "/", [(f"X-{i}", "a") for i in range(200)])), 400)
        self.refused(send(proxy.port, request("GET", "/", [("X-Long", "a" * 9000)])), 400)

    def test_a_large_body_is_413_whether_it_says_its_size_or_not(self):
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for path, most in (("/chat", 1), ("/v1/responses", 1), ("/sessions", 1), ("/sessions/import", 16)):
            with self.subTest(path):
                raw = send(proxy.port, request("POST", path, [JSON], b" " * (most * MIB + 1)))
                self.refused(raw, 413)
                raw = send(proxy.port, request("POST", path, [JSON, ("Transfer-Encoding", "chunked")])
                           + chunk * (16 * most + 1))
                self.refused(raw, 413)

    def test_a_body_that_no_route_takes_is_not_waited_for(self):
        for method, path, size in (("POST", "/nothing", 2 * MIB), ("PUT", "/chat", 2 * MIB), ("DELETE", "/sessions/s", 2 * MIB),
                                   ("POST", "/sessions/import/", 2 * MIB), ("POST", "/sessions//turns/t/replay", 2 * MIB)):
            self.refused(send(proxy.port, request(method, path, [JSON, ("Content-Length", str(size))])), 413)
            self.refused(send(proxy.port, request(method, path, [JSON, ("Transfer-Encoding", "chunked")])), 404)

    def test_of_large_imports_a_few_come_at_the_same_time(self):
        head = request("POST", "/sessions/import", [JSON, ("Content-Length", str(3 * MIB))])
        held = []
        try:
            refused = None
            for _ in range(50):
                held = [each for each in held if not is_closed(each)]  # refused, because another one overtook it
                while len(held) < 4:
                    held.append(connect(proxy.port))
                    held[-1].sendall(head + b" " * (2 * MIB))
                refused = send(proxy.port, head + b" " * (3 * MIB))
                if refused.status == 503:
                    break
            self.assertEqual(self.refused(refused, 503)["code"], "overloaded")
            self.assertIsNotNone(refused.header("Retry-After"))
            self.assertEqual(send(proxy.port, request("POST", "/sessions/import", [JSON], b" " * MIB)).status, 400)
        finally:
            for connection in held:
                connection.close()

    def test_json_that_is_deep_broken_or_doubtful_is_refused(self):
        nested = b'{"message":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        wide = b"{" + b",".join(b'"%x":0' % i for i in range(90_000)) + b"}"  # compared with each other it takes a minute
        for body in (nested, wide, b"[" * 500_000, b'{"a":' * 50_000, b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"message":"\xff"}',
                     chat(self.session) + b"\x00", b'{"message":"a\x00b"}', b"{}" * 2, b"1e999999", b'{"message":NaN}'):
            with self.subTest(body[:40]):
                self.refused(send(proxy.port, request("POST", "/chat", [JSON], body)), 400, 422)

    def test_what_is_too_long_or_of_a_wrong_kind_is_422_and_named(self):
        lane = {"provider": "demo"}
        cases = [("/chat", {"message": "a" * 1001}, "message"), ("/chat", {"message": ""}, "message"),
                 ("/chat", {"message": {"$ne": 1}}, "message"), ("/chat", {"message": "a\0b"}, "message"),
                 ("/chat", {"session_id": "a/../b"}, "session_id"), ("/chat", {"session_id": "a" * 129}, "session_id"),
                 ("/chat", {"model": "a" * 201}, "model"), ("/chat", {"client_message_id": "a" * 129}, "client_message_id"),
                 ("/chat", {"instructions": "a" * 200_000}, "instructions"), ("/chat", {"temperature": 1e308}, "temperature"),
                 ("/chat", {"max_output_tokens": 10**18}, "max_output_tokens"),
                 ("/compare", {"lanes": [lane] * 5}, "lanes"), ("/compare", {"lanes": [lane]}, "lanes"),
                 ("/compare", {"lanes": [[]] * 2}, "lanes[0]")]
        for path, fields, param in cases:
            with self.subTest(path, param=param):
                error = self.refused(send(proxy.port, request("POST", path, [JSON], chat(**{"session": self.session, **{
                    "session_id": self.session}, **fields}))), 422)
                self.assertEqual(error["param"], param)
        for path, fields in (("/sessions", {"title": "a" * 201}), (f"/sessions/{self.session}/messages?limit=501", None),
                             ("/sessions?limit=0", None), (f"/sessions/{self.session}/context?n=-1&strategy=last_n", None)):
            self.assertEqual(proxy.ask(path, fields).status, 422, path)

    def test_one_client_does_not_take_all_streams_where_that_is_set(self):
        small = here.proxy(MAX_LIVE_TURNS="3", MAX_LIVE_TURNS_PER_CLIENT="2", TRUSTED_PROXIES="127.0.0.1")
        path = f"/sessions/{self.session}/events"
        streams = [Stream(small.port, path) for _ in range(2)]
        mine = small.ask(path)
        self.assertEqual((mine.status, mine.json()["error"]["code"]), (429, "rate_limited"))
        self.assertIn("retry-after", mine.headers)
        streams.append(Stream(small.port, path, headers={"X-Forwarded-For": "203.0.113.1"}))
        self.assertEqual([stream.status for stream in streams], [200] * 3)
        full = small.ask(path, headers={"X-Forwarded-For": "203.0.113.2"})
        self.assertEqual((full.status, full.json()["error"]["code"]), (503, "overloaded"))
        for stream in streams:
            stream.hang_up()


if __name__ == "__main__":
    unittest.main()
