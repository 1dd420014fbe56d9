#!/usr/bin/env python3
"""What a provider may do to the bytes of its answer, for both kinds: the turn has the right ending, what came is
stored, the provider's own sentence is passed on, and the proxy's memory stays bounded.
usage: upstream_wire_test.py CHAT-PROXY"""
import gzip
import json
import socket
import struct
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fake_provider import FakeProvider, Reply
from playground import Playground, new_session
from process_figures import forget_the_most, most_resident_mib, resident_mib
from running import PATIENCE, free_port

BOTH = ("chatgpt", "ollama")
TEXT = "Grüße 👋🏽 an ﷺ und 日本語: e\u0301 \U0001F468\u200D\U0001F469\u200D\U0001F467 \\ \" \t end"
CHUNKED, CLOSED = "Transfer-Encoding: chunked\r\n\r\n", "Connection: close\r\n\r\n"
MEMORY_MIB = 96 * PATIENCE  # what one answer may make the proxy grow by: its 4 MiB of text, copies of it, and the allocator


def setUpModule():
    global here, fake, settings, proxy
    fake = FakeProvider()
    here = Playground()
    settings = {"OPENAI_BASE_URL": fake.url + "/v1", "OPENAI_API_KEY": "sk-test-1", "OLLAMA_BASE_URL": fake.url + "/v1"}
    proxy = here.proxy(UPSTREAM_TIMEOUT_SECONDS="20", UPSTREAM_RETRIES="0", **settings)


def tearDownModule():
    here.stop()
    fake.stop()


def send(handler, head, body):
    handler.wfile.write(head.encode() + body)
    handler.wfile.flush()


def byte_by_byte(handler, head, body):
    send(handler, head + CHUNKED, b"")
    for byte in body:
        handler.wfile.write(b"1\r\n%c\r\n" % byte)
        if byte in b"\n" or byte >= 0x80:
            handler.wfile.flush()
            time.sleep(0.0005)  # its own segment
    handler.wfile.write(b"0\r\n\r\n")


def half(body):
    """Up to the end of an event, with some of the text."""
    lines = body.split(b"\n")
    end = len(lines) // 2
    while lines[end - 1] and b"event" in body:
        end += 1
    return b"\n".join(lines[:end]) + b"\n"


def reset(handler, head, body):
    send(handler, head + CLOSED, half(body))
    time.sleep(0.2)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def gibberish(handler, head, body):
    bad = b"data: {\"type\":\"response.output_text.delta\",\"delta\":\n\n" if b"event" in body else b"{\"message\":{\n"
    send(handler, head + CLOSED, half(body) + bad + body[len(half(body)):])


def zipped(handler, head, body):
    send(handler, head + "Content-Encoding: gzip\r\n" + CLOSED, gzip.compress(body))


def page(handler, head, body):
    send(handler, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + CLOSED, b"<!DOCTYPE html><h1>Sign in</h1>")


def filler(head):
    """One more piece of text, 64 KiB of it."""
    text = "x" * 65536
    if "event-stream" in head:
        data = json.dumps({"type": "response.output_text.delta", "item_id": "msg_1", "delta": text})
        return f"event: response.output_text.delta\ndata: {data}\n\n".encode()
    return json.dumps({"model": "m", "message": {"role": "assistant", "content": text}, "done": False}).encode() + b"\n"


def endless(handler, head, body):
    send(handler, head + CLOSED, half(body))
    for _ in range(4096):  # 256 MiB
        handler.wfile.write(filler(head))


def endless_comments(handler, head, body):
    send(handler, head + CLOSED, half(body))
    for _ in range(4096):
        handler.wfile.write((b": " + b"x" * 65533 + b"\n") if "event-stream" in head else b"\n" * 65536)


def one_huge_event(handler, head, body):
    send(handler, head + CLOSED, half(body) + filler(head)[:-40])
    for _ in range(800):
        handler.wfile.write(b"x" * 65536)


class WireTest(unittest.TestCase):
    def setUp(self):
        fake.forget()
        self.session = new_session()

    def each(self):
        for provider in BOTH:
            self.setUp()
            yield provider

    def end(self, provider, reply, api=None):
        fake.then(reply)
        stream = (api or proxy).stream(self.session, "Hello", provider=provider)
        if stream.status != 200:
            raise AssertionError((stream.status, stream.response.read()))
        return stream, stream.end(60)

    def assert_failed(self, stream, last, words):
        self.assertEqual((last.name, last.data["error"]["code"]), ("error", "upstream_error"), last.data)
        self.assertIn(words, last.data["error"]["message"])
        stored = proxy.messages(self.session)[-1]
        self.assertEqual((stored["status"], stored["text"]), ("upstream_error", stream.text()))
        self.assertEqual(proxy.chat(self.session, "Again", provider="demo").status, 200)
        return stored["text"]


class Cut(WireTest):
    def test_an_answer_cut_at_every_byte_is_the_same_answer(self):
        for provider in self.each():
            stream, last = self.end(provider, Reply(text=TEXT, wire=byte_by_byte))
            self.assertEqual((last.name, last.data["response"]), ("done", TEXT))
            self.assertEqual(stream.text(), TEXT)
            self.assertEqual(proxy.messages(self.session)[-1]["text"], TEXT)

    def test_a_reset_in_the_middle_is_an_error_and_what_came_is_stored(self):
        for provider in self.each():
            self.assertTrue(self.assert_failed(*self.end(provider, Reply(text=TEXT, wire=reset)), ""))

    def test_gibberish_in_the_middle_is_an_error_and_what_came_is_stored(self):
        for provider in self.each():
            self.assertTrue(self.assert_failed(*self.end(provider, Reply(text=TEXT, wire=gibberish)), ""))

    def test_a_compressed_answer_that_nobody_asked_for_is_an_error(self):
        for provider in self.each():
            self.assertEqual(self.assert_failed(*self.end(provider, Reply(wire=zipped)), ""), "")
            self.assertNotIn("gzip", fake.questions()[-1].headers.get("accept-encoding", ""))

    def test_a_page_in_place_of_an_answer_is_an_error(self):
        for provider in self.each():
            self.assertEqual(self.assert_failed(*self.end(provider, Reply(wire=page)), ""), "")


class Refused(WireTest):
    """By an upstream that answers everything with one status, header and body."""

    def refusal(self, provider, status, body, content_type="application/json", **headers):
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                listed = {"/api/version": {"version": "0.13.0"}, "/api/tags": {"models": [{"name": "llama3.2:latest"}]}}
                self.answer(200, json.dumps(listed.get(self.path, {})).encode(), "application/json", {})

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(status, body if isinstance(body, bytes) else json.dumps(body).encode(), content_type,
                            headers)

            def answer(self, code, data, kind, more):
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                for name, value in more.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(data)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return self.refused_at(provider, f"http://127.0.0.1:{server.server_address[1]}/v1")

    def refused_at(self, provider, url):
        api = here.proxy(**{**settings, "OPENAI_BASE_URL": url, "OLLAMA_BASE_URL": url}, UPSTREAM_RETRIES="0")
        self.addCleanup(api.program.stop)
        whole = api.chat(new_session(), "Hello", provider=provider)
        stream = api.stream(self.session, "Hello", provider=provider)
        streamed = stream.end().data if stream.status == 200 else None
        self.assertGreaterEqual(whole.status, 400)
        error = whole.json()["error"]
        if streamed:
            self.assertEqual((streamed["error"]["code"], streamed["error"]["message"]), (error["code"], error["message"]))
        return whole.status, error["code"], error["message"], whole

    def test_nobody_there_is_503_with_what_to_do(self):
        for provider in self.each():
            status, code, message, _ = self.refused_at(provider, f"http://127.0.0.1:{free_port()}/v1")
            self.assertEqual((status, code), (503, "provider_unavailable"), message)

    def test_a_wrong_key_is_told_without_it(self):
        body = {"error": {"message": "Incorrect API key provided: sk-test-1.", "type": "invalid_request_error",
                          "code": "invalid_api_key"}}
        for provider in self.each():
            status, code, message, whole = self.refusal(provider, 401, body)
            self.assertIn((status, code), ((502, "upstream_error"), (503, "provider_unavailable")), message)
            self.assertNotIn("sk-test-1", whole.body.decode())
            self.assertIn("KEY", message)

    def test_an_unknown_model_is_named(self):
        for provider, body, model in (
                ("chatgpt", {"error": {"message": "The model `gpt-5-mini` does not exist", "code": "model_not_found",
                                       "type": "invalid_request_error"}}, "gpt-5-mini"),
                ("ollama", {"error": "model 'llama3.2' not found"}, "llama3.2")):
            with self.subTest(provider):
                self.setUp()
                status, _, message, _ = self.refusal(provider, 404, body)
                self.assertLess(status, 505)
                self.assertIn(model, message)

    def test_the_providers_own_sentence_is_passed_on(self):
        for provider in self.each():
            for status, code in ((429, "rate_limited"), (500, "upstream_error"), (503, "upstream_error")):
                _, told, message, _ = self.refusal(provider, status, {"error": {"message": "Out of purple paint."}})
                self.assertEqual(told, code)
                self.assertIn("Out of purple paint.", message)

    def test_a_wait_is_passed_on_and_none_is_invented(self):
        error = {"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}
        for provider in self.each():
            status, code, _, whole = self.refusal(provider, 429, error, Retry_After="33")
            self.assertEqual((status, code, whole.headers["retry-after"]), (429, "rate_limited", "33"))
            status, code, _, whole = self.refusal(provider, 429, error)
            self.assertEqual((status, code), (429, "rate_limited"))

    def test_of_an_html_page_the_status_is_told_and_no_markup(self):
        html = b"<html><head><title>502 Bad Gateway</title></head><body><script>alert(1)</script></body></html>" * 2000
        for provider in self.each():
            status, code, message, _ = self.refusal(provider, 502, html, "text/html")
            self.assertEqual((status, code), (502, "upstream_error"))
            self.assertNotIn("<", message)
            self.assertIn("502", message)
            self.assertLess(len(message), 500)

    def test_a_redirect_is_not_followed(self):
        for provider in self.each():
            for status in (301, 302, 307, 308):
                before = len(fake.asked)
                answered, code, message, _ = self.refusal(provider, status, b"", "text/plain",
                                                          Location=fake.url + "/v1/responses")
                self.assertEqual((answered, code), (502, "upstream_error"), message)
                self.assertEqual(len(fake.asked), before)


class TooMuch(WireTest):
    def grown(self, wire):
        for provider in self.each():
            before = resident_mib(proxy.program.pid)
            forget_the_most(proxy.program.pid)
            stream, last = self.end(provider, Reply(text=TEXT, wire=wire))
            self.assertEqual((last.name, last.data["error"]["code"]), ("error", "upstream_error"), str(last.data)[:300])
            grown = most_resident_mib(proxy.program.pid) - before
            print(f"{wire.__name__}, {provider}: {before:.0f} MiB before, at most {grown:.0f} MiB more, "
                  f"{resident_mib(proxy.program.pid):.0f} MiB after, {len(stream.text()) / 2**20:.1f} MiB of text")
            self.assertLess(grown, MEMORY_MIB)
            self.assertEqual(proxy.chat(self.session, "Again", provider="demo").status, 200)

    def test_an_endless_answer_is_cut_off_in_bounded_memory(self):
        self.grown(endless)

    def test_an_endless_answer_that_says_nothing_is_cut_off_in_bounded_memory(self):
        self.grown(endless_comments)

    def test_an_event_of_so_many_fields_that_reading_it_takes_minutes_is_an_error_at_once(self):
        def wide(handler, head, body):
            fields = b"{" + b",".join(b'"%x":0' % i for i in range(300_000)) + b"}"
            event = b"data: " + fields + b"\n\n" if "event-stream" in head else fields + b"\n"
            send(handler, head + CLOSED, half(body) + event + body[len(half(body)):])

        for provider in self.each():
            began = time.monotonic()
            self.assertTrue(self.assert_failed(*self.end(provider, Reply(text=TEXT, wire=wide)), ""))
            self.assertLess(time.monotonic() - began, 20)

    def test_an_event_of_50_mb_is_cut_off_in_bounded_memory(self):
        self.grown(one_huge_event)


if __name__ == "__main__":
    unittest.main()
