#!/usr/bin/env python3
"""A bounded soak: people, watchers and OpenAI clients on two proxies, while providers misbehave, clients vanish, and Redis
and a proxy are killed, frozen and restarted. At the end everything that was acknowledged must be there, once, and the
proxy that lived through it must hold no more memory, threads or files than at the beginning.
usage: soak.py CHAT-PROXY [SECONDS]   (default: 600)"""
import collections
import http.client
import random
import signal
import sys
import threading
import time

SECONDS = float(sys.argv.pop(2)) if len(sys.argv) > 2 else 600.0

from fake_provider import FakeProvider, Reply  # noqa: E402
from playground import Playground, new_session  # noqa: E402
from process_figures import open_files, resident_mib, threads  # noqa: E402
from raw_clients import chat_bytes, connect  # noqa: E402
from running import PATIENCE, wait_until  # noqa: E402

PEOPLE, WATCHERS, SLOW = 8, 4, 2
FAULT_EVERY_SECONDS = 4.0
GROWTH_FILES, GROWTH_THREADS = 24, 6
GROWTH_MIB = 20 if PATIENCE == 1 else float("inf")  # a sanitizer keeps what was freed, to tell who uses it
FAILED_PROVIDER = (502, 504)
EXPECTED_REFUSALS = (429, 503, *FAILED_PROVIDER)
BROKEN = (http.client.HTTPException, OSError, AssertionError, IndexError)  # a connection that a fault has cut


class Soak:
    def __init__(self):
        self.random = random.Random(7)
        self.fake = FakeProvider()
        self.here = Playground("--appendonly", "yes", "--appendfsync", "always")
        self.settings = {"OPENAI_BASE_URL": self.fake.url + "/v1", "OPENAI_API_KEY": "sk-test-1",
                         "OLLAMA_BASE_URL": self.fake.url + "/v1", "UPSTREAM_TIMEOUT_SECONDS": "2",
                         "UPSTREAM_RETRIES": "1"}
        self.proxy = self.here.proxy(**self.settings)   # lives through everything
        self.victim = self.here.proxy(**self.settings)  # is killed and replaced
        self.counts = collections.Counter()
        self.problems = []
        self.acknowledged = {}                          # message id, by (session, client_message_id)
        self.lock = threading.Lock()
        self.ends = threading.Event()

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def problem(self, what):
        with self.lock:
            self.problems.append(what)

    # ---- load ------------------------------------------------------------------------------------------------------

    def person(self, number):
        """Writes to sessions of its own, keeps what was acknowledged, and posts again what was not."""
        dice = random.Random(number)
        session, said = new_session(), 0
        while not self.ends.is_set():
            said += 1
            if said % 40 == 0:
                session = new_session()
            key = f"{number}-{said}"
            for _ in range(30):
                api = dice.choice((self.proxy, self.victim))
                if self.say(api, dice, session, key) or self.ends.is_set():
                    break
                time.sleep(0.3)
            time.sleep(dice.uniform(0.0, 0.05))

    def say(self, api, dice, session, key):
        """True: it was acknowledged, so it must be there for ever, or its provider failed, as it would again under this
        id. False: it is to be posted again."""
        provider = dice.choice(("demo", "demo", "chatgpt", "ollama"))
        message, fields = f"message {key}", {"provider": provider, "client_message_id": key}
        try:
            if dice.random() < 0.5:
                answer = api.chat(session, message, **fields)
                self.count(f"status {answer.status}")
                if answer.status == 200:
                    return self.keep(session, key, answer.json()["message"])
                if answer.status not in EXPECTED_REFUSALS:
                    self.problem(f"status {answer.status}: {answer.body[:300]}")
                return answer.status in FAILED_PROVIDER
            stream = api.stream(session, message, **fields)
            if stream.status != 200:
                self.count(f"status {stream.status}")
                if stream.status not in EXPECTED_REFUSALS:
                    self.problem(f"status {stream.status} of a stream")
                return False
            if dice.random() < 0.1:
                stream.hang_up()
                self.count("vanished")
                return False
            last = stream.end(60)
            self.count(f"stream {last.name}")
            if last.name == "done":
                return self.keep(session, key, last.data["message"])
            return last.name == "error" and last.data["error"]["code"].startswith("upstream_")
        except BROKEN:
            self.count("cut")
        return False

    def keep(self, session, key, message):
        with self.lock:
            self.acknowledged[(session, key)] = message["id"]
        return True

    def watcher(self, number):
        """Opens and closes windows on sessions that are written to."""
        dice = random.Random(1000 + number)
        while not self.ends.is_set():
            with self.lock:
                sessions = [session for session, _ in list(self.acknowledged)[-50:]]
            try:
                stream = self.proxy.watch(dice.choice(sessions or [new_session()]))
                self.ends.wait(dice.uniform(0.1, 3.0))
                stream.hang_up()
                self.count("watched")
            except BROKEN:
                self.count("cut")

    def slow_client(self, number):
        """Sends a request byte by byte, or reads no answer, and leaves."""
        dice = random.Random(2000 + number)
        while not self.ends.is_set():
            try:
                client = connect(self.proxy.port, receive_buffer=4096)
                request = chat_bytes(new_session(), "Hello " * 200)
                if dice.random() < 0.5:
                    client.sendall(request)
                else:
                    for byte in request[:40]:
                        client.sendall(bytes([byte]))
                        self.ends.wait(0.02)
                self.ends.wait(dice.uniform(0.0, 1.0))
                client.close()
                self.count("slow")
            except OSError:
                self.count("cut")

    # ---- faults ----------------------------------------------------------------------------------------------------

    def faults(self):
        kinds = [self.providers_fail, self.redis_is_frozen, self.redis_is_killed, self.the_other_proxy_is_killed,
                 self.providers_fail, self.the_other_proxy_is_told_to_stop]
        number = 0
        while not self.ends.wait(FAULT_EVERY_SECONDS):
            kind = kinds[number % len(kinds)]
            number += 1
            self.count(kind.__name__)
            kind()

    def providers_fail(self):
        self.fake.then(Reply(status=500, error={"message": "overloaded"}), Reply(cut="broken"), Reply(cut="unfinished"),
                       Reply(hang="middle"), Reply(hang="before"), Reply(text="word " * 3000),
                       Reply(status=429, error={"message": "slow down"}, headers={"Retry-After": "1"}))

    def redis_is_frozen(self):
        self.here.redis.process.send_signal(signal.SIGSTOP)
        time.sleep(self.random.uniform(0.5, 2.0))
        self.here.redis.process.send_signal(signal.SIGCONT)

    def redis_is_killed(self):
        self.here.redis.stop(signal.SIGKILL)
        time.sleep(self.random.uniform(0.2, 1.0))
        self.here.restart_redis()

    def the_other_proxy_is_killed(self):
        self.replace(signal.SIGKILL)

    def the_other_proxy_is_told_to_stop(self):
        if self.replace(signal.SIGTERM) != 0:
            self.problem("a proxy that was told to stop did not exit with 0: " + self.here.programs[-2].output()[-500:])

    def replace(self, sign):
        code = self.victim.program.stop(sign)
        self.victim = self.here.proxy(**self.settings)
        return code

    # ---- the account -----------------------------------------------------------------------------------------------

    def figures(self):
        pid = self.proxy.program.pid
        return resident_mib(pid), threads(pid), open_files(pid)

    def settle(self, seconds=60):
        """Waits until no load is left: threads of connections live for 10 s more."""
        time.sleep(13)
        before, until = None, time.monotonic() + seconds
        while time.monotonic() < until:
            now = self.figures()
            if before and now[1:] == before[1:] and now[1] < 40:
                return now
            before = now
            time.sleep(3)
        return self.figures()

    def run_load(self, seconds):
        self.ends.clear()
        parts = [(self.person, number) for number in range(PEOPLE)]
        parts += [(self.watcher, number) for number in range(WATCHERS)]
        parts += [(self.slow_client, number) for number in range(SLOW)]
        running = [threading.Thread(target=part, args=(number,)) for part, number in parts]
        running.append(threading.Thread(target=self.faults))
        for thread in running:
            thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(min(20.0, max(until - time.monotonic(), 0.1)))
            print("%.0f MiB, %d threads, %d files" % self.figures(), flush=True)
        self.ends.set()
        for thread in running:
            thread.join(120 * PATIENCE)
        if any(thread.is_alive() for thread in running):
            self.problem("some of the load does not end: a request hangs")

    def missing(self):
        """What was acknowledged and is not there, and what is there twice: seen from the outside."""
        by_session = collections.defaultdict(dict)
        for (session, key), message in self.acknowledged.items():
            by_session[session][key] = message
        lost, doubled = [], []
        for session, keys in by_session.items():
            messages = self.proxy.messages(session)
            ids = {each["id"] for each in messages}
            texts = collections.Counter(each["text"] for each in messages if each["role"] == "user")
            gone = [key for key, message in keys.items() if message not in ids or not texts[f"message {key}"]]
            if gone:
                self.problem(f"of {len(keys)} messages acknowledged in {session}, which has {len(messages)}, are lost: {gone}")
            lost += gone
            doubled += [text for text, times in texts.items() if times > 1]
        return lost, doubled

    def run(self):
        warm = min(60.0, SECONDS / 3)
        self.run_load(warm)
        begun = self.settle()
        self.run_load(SECONDS - warm)
        wait_until(lambda: self.proxy.ask("/readyz").status == 200, "it is ready again", 30)
        ended = self.settle()
        lost, doubled = self.missing()
        print(f"{SECONDS:.0f} s:", ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items())))
        print(f"acknowledged {len(self.acknowledged)}, lost {len(lost)}, doubled {len(doubled)}")
        print("after the first part: %.0f MiB, %d threads, %d files; at the end: %.0f MiB, %d threads, %d files"
              % (*begun, *ended))
        if doubled:
            self.problem(f"doubled: {doubled[:5]}")
        for what, before, after, most in zip(("MiB", "threads", "files"), begun, ended,
                                             (GROWTH_MIB, GROWTH_THREADS, GROWTH_FILES)):
            if after > before + most:
                self.problem(f"{what} grew from {before:.0f} to {after:.0f}")
        if len(self.acknowledged) < SECONDS / PATIENCE:
            self.problem(f"only {len(self.acknowledged)} messages in {SECONDS:.0f} s: that tests nothing")
        return self.problems


if __name__ == "__main__":
    soak = Soak()
    try:
        found = soak.run()
    finally:
        soak.ends.set()
        soak.here.stop()
        soak.fake.stop()
    for each in found[:20]:
        print("FAILED:", each)
    sys.exit(1 if found else 0)
