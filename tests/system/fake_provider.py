"""A server that plays OpenAI's Responses API and Ollama's native API on one port, as the wire is documented.

It answers with what it was sent ("I was sent 3 messages: ..."), keeps every request as it came, and misbehaves when
it is told to: fake.then(Reply(status=429, ...)) is for the next question, whoever's it is.
"""
import json
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playground import PATIENCE

OPENAI_MODEL, OLLAMA_MODEL = "gpt-5-mini", "llama3.2"
QUESTIONS = ("/v1/responses", "/api/chat")
LONGEST_HANG_SECONDS = 60


@dataclass
class Reply:
    """How one question is answered; as it stands: well."""
    status: int = 200
    error: dict = field(default_factory=dict)     # body of OpenAI's kind, for a status that is none of 2xx
    headers: dict = field(default_factory=dict)
    hang: str = ""                                # "before" the first byte, or in the "middle"
    cut: str = ""                                 # "unfinished": no last event; "broken": not even a last chunk
    input_tokens: int = 0                         # 0: about right
    text: str = ""                                # instead of the echo
    piece_delay: float = 0.0
    wire: Callable = None                         # (handler, head, body): sends bytes of its own instead of these


@dataclass
class Asked:
    """One request as it came."""
    method: str
    path: str
    headers: dict                                 # names in lower case
    body: bytes
    hung_up: threading.Event = field(default_factory=threading.Event)
    hung_up_at: float = 0.0                       # time.monotonic()

    def json(self):
        return json.loads(self.body)

    def messages(self):
        """[(role, text)] without system text, whichever API it was."""
        sent = self.json()
        listed = sent.get("messages", sent.get("input"))
        if isinstance(listed, str):
            return [("user", listed)]
        return [(each["role"], text_of(each["content"])) for each in listed if each["role"] != "system"]


def text_of(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


class QuietServer(ThreadingHTTPServer):
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass  # a connection that was cut: that is what these tests do


class FakeProvider:
    def __init__(self):
        self.asked = []                           # every request, in order of arrival
        self.replies = deque()
        self.responses = set()                    # ids that previous_response_id may name
        self.arrived = threading.Condition()
        self.is_ending = threading.Event()
        fake = self

        class Handler(RequestHandler):
            provider = fake

        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def then(self, *replies):
        self.replies.extend(replies)

    def forget(self):
        """Between two tests. What is stored of responses is gone, too."""
        self.asked.clear()
        self.replies.clear()
        self.responses.clear()

    def questions(self):
        return [each for each in self.asked if each.path in QUESTIONS]

    def wait_for_question(self, count=1, seconds=10):
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.questions()) >= count, seconds * PATIENCE):
                raise AssertionError(f"not asked {count} times within {seconds} s")
        return self.questions()[count - 1]

    def stop(self):
        self.is_ending.set()
        self.server.shutdown()
        self.server.server_close()


class RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.keep(b"")
        listed = {"/api/version": {"version": "0.13.0"},
                  "/api/tags": {"models": [{"name": OLLAMA_MODEL + ":latest", "model": OLLAMA_MODEL + ":latest"}]},
                  "/v1/models": {"object": "list", "data": [
                      {"id": model, "object": "model", "created": 1, "owned_by": "library"}
                      for model in (OPENAI_MODEL, OLLAMA_MODEL + ":latest")]}}
        if self.path in listed:
            self.whole(200, listed[self.path])
        else:
            self.whole(404, {"error": "not found"})

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        asked = self.keep(self.rfile.read(length))
        if len(asked.body) < length:
            return self.note_hang_up(asked)
        if self.path not in QUESTIONS:
            return self.whole(404, {"error": "not found"})
        reply = self.provider.replies.popleft() if self.provider.replies else Reply()
        try:
            self.answer(asked, reply)
        except OSError:
            self.note_hang_up(asked)

    def keep(self, body):
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with self.provider.arrived:
            self.provider.asked.append(asked)
            self.provider.arrived.notify_all()
        return asked

    # ---- answers -----------------------------------------------------------------------------------------------

    def answer(self, asked, reply):
        if reply.hang == "before":
            return self.hang(asked)
        if not 200 <= reply.status < 300:
            return self.whole(reply.status, {"error": reply.error}, reply.headers)
        is_openai = asked.path == "/v1/responses"
        sent = asked.json()
        previous = sent.get("previous_response_id")
        if previous and previous not in self.provider.responses:
            return self.whole(400, {"error": {
                "message": f"Previous response with id '{previous}' not found.", "type": "invalid_request_error",
                "param": "previous_response_id", "code": "previous_response_not_found"}})
        messages = asked.messages()
        text = reply.text or f"I was sent {len(messages)} messages: " + " | ".join(said for _, said in messages)
        tokens = reply.input_tokens or 8 + sum(4 + len(said.encode()) // 4 for _, said in messages)
        events = self.openai_events(sent, text, tokens) if is_openai else self.ollama_events(text, tokens)
        # OpenAI streams when asked to, Ollama unless asked not to.
        if sent.get("stream", not is_openai):
            content_type = "text/event-stream" if is_openai else "application/x-ndjson"
            if reply.wire:
                return self.on_the_wire(asked, reply, content_type, b"".join(sum(events[:3], [])))
            self.stream(asked, reply, content_type, *events)
        else:
            self.whole(200, events[-1], reply.headers)

    # What comes before the text, the text in pieces, what comes after it; last, all of it as one object.

    def openai_events(self, sent, text, tokens):
        number = len(self.provider.questions())
        response = {"id": f"resp_{number}", "object": "response", "created_at": 1760000000, "status": "in_progress",
                    "model": sent["model"], "output": [], "usage": None}
        if sent.get("store", True):
            self.provider.responses.add(response["id"])
        part = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        final = {**response, "status": "completed", "usage": {
            "input_tokens": tokens, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 12,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": tokens + 12}, "output": [
                {"type": "reasoning", "id": "rs_1", "summary": []},
                {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                 "content": [{"type": "output_text", "text": text, "annotations": []}]}]}

        def event(kind, **fields):
            return f"event: {kind}\ndata: {json.dumps({'type': kind, 'sequence_number': 0, **fields})}\n\n".encode()

        return ([event("response.created", response=response)],
                [event("response.output_text.delta", **part, delta=piece) for piece in pieces_of(text)],
                [event("response.completed", response=final)], final)

    def ollama_events(self, text, tokens):
        def line(piece, **fields):
            return {"model": OLLAMA_MODEL, "created_at": "2026-01-01T00:00:00Z",
                    "message": {"role": "assistant", "content": piece}, "done": False, **fields}

        ending = {"done": True, "done_reason": "stop", "prompt_eval_count": tokens, "eval_count": 12,
                  "eval_duration": 1000000000}
        return ([], [json.dumps(line(piece)).encode() + b"\n" for piece in pieces_of(text)],
                [json.dumps(line("", **ending)).encode() + b"\n"], line(text, **ending))

    def whole(self, status, body, headers=None):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def stream(self, asked, reply, content_type, before, pieces, after, _):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.hang or reply.cut:
            pieces = pieces[:3]
        for data in before + pieces:
            self.chunk(data)
            if reply.piece_delay:
                time.sleep(reply.piece_delay)
        if reply.hang:
            return self.hang(asked)
        if reply.cut == "broken":
            return self.close()
        if not reply.cut:
            for data in after:
                self.chunk(data)
        self.wfile.write(b"0\r\n\r\n")

    def on_the_wire(self, asked, reply, content_type, body):
        self.close_connection = True
        asked.hung_up_at = 0.0
        try:
            reply.wire(self, f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n", body)
        except OSError:
            self.note_hang_up(asked)
        self.close()

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    # ---- silence -----------------------------------------------------------------------------------------------

    def hang(self, asked):
        """Says nothing until the client hangs up."""
        until = time.monotonic() + LONGEST_HANG_SECONDS
        while time.monotonic() < until and not self.provider.is_ending.is_set():
            if select.select([self.connection], [], [], 0.01)[0] and not self.connection.recv(1, socket.MSG_PEEK):
                self.note_hang_up(asked)
                break
        self.close()

    def note_hang_up(self, asked):
        asked.hung_up_at = time.monotonic()
        asked.hung_up.set()
        self.close_connection = True

    def close(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it has gone


def pieces_of(text):
    """Words, each with the space before it."""
    words = text.split(" ")
    return [word if i == 0 else " " + word for i, word in enumerate(words)]
