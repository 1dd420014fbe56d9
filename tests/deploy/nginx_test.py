#!/usr/bin/env python3
"""client-wasm/nginx.conf in a real nginx, in front of the real proxy and a real Redis. Only its paths
and ports are replaced. usage: nginx_test.py CHAT-PROXY SITE-FOLDER"""
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from running import PATIENCE, Program, ask, free_port, start_proxy, start_redis

ROOT = Path(__file__).resolve().parents[2]
PROXY, SITE = (os.path.abspath(sys.argv.pop(1)), Path(sys.argv.pop(1)).resolve()) if len(sys.argv) > 2 else (None, None)

# What must not depend on which of the two serves a file.
SAME_HEADERS = ["content-type", "content-encoding", "cache-control", "content-security-policy", "referrer-policy",
                "cross-origin-opener-policy", "cross-origin-resource-policy", "vary", "x-content-type-options", "x-frame-options"]


def replaced(text, old, new):
    if old not in text:
        raise AssertionError(f"nginx.conf has no '{old}'")
    return text.replace(old, new)


def start_nginx(folder, port, backend_port):
    conf = (ROOT / "client-wasm/nginx.conf").read_text()
    conf = replaced(conf, "listen 3000;", f"listen 127.0.0.1:{port};")
    conf = replaced(conf, "server backend:9090;", f"server 127.0.0.1:{backend_port};")
    conf = replaced(conf, "root /usr/share/memory-magic/site;", f"root {folder}/site;")
    conf = replaced(conf, " /tmp/nginx", f" {folder}/nginx")
    conf = replaced(conf, "worker_processes auto;", "worker_processes 1;")
    (folder / "nginx.conf").write_text(conf)
    # A copy, because the project may stand where only its owner may look.
    shutil.copytree(SITE, folder / "site")
    command = ["/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    if os.geteuid() == 0:  # as in its container: an ordinary user
        folder.chmod(0o755)
        (folder / "nginx").mkdir(exist_ok=True)
        shutil.chown(folder, "www-data")
        command = ["setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups", *command]
    nginx = Program(command, folder / "nginx.log")
    nginx.wait_for_port(port)
    return nginx


class Nginx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="magic-nginx-"))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        redis, redis_port = start_redis(cls.work)
        cls.addClassCleanup(redis.stop)
        cls.ui_port, cls.port = free_port(), free_port()
        proxy, proxy_port = start_proxy(PROXY, cls.work, redis_port, "--ui-port", str(cls.ui_port), "--ui-dir", str(SITE),
                                        DEMO_PIECE_DELAY_MS="30")
        cls.addClassCleanup(proxy.stop)
        proxy.wait_for_port(cls.ui_port)
        cls.nginx = start_nginx(cls.work, cls.port, proxy_port)
        cls.addClassCleanup(cls.nginx.stop)

    def both(self, path, **headers):
        """The answers of nginx and of the proxy itself."""
        return ask(self.port, path, headers=headers), ask(self.ui_port, path, headers=headers)

    def test_every_file_of_the_ui_is_served_as_the_proxy_serves_it(self):
        files = [file for file in SITE.rglob("*") if file.is_file() and file.suffix not in (".br", ".gz")]
        self.assertGreaterEqual(len(files), 3)
        for encoding in ("identity", "gzip", "gzip, deflate, br"):
            for file in files:
                path = "/" + str(file.relative_to(SITE))
                with self.subTest(path=path, encoding=encoding):
                    ours, proxys = self.both(path, **{"Accept-Encoding": encoding})
                    self.assertEqual(ours.status, 200)
                    self.assertEqual(ours.body, proxys.body)
                    self.assertEqual({name: ours.headers.get(name) for name in SAME_HEADERS},
                                     {name: proxys.headers.get(name) for name in SAME_HEADERS})

    def test_the_page_is_at_the_root_and_is_asked_about_each_time(self):
        ours, proxys = self.both("/")
        self.assertEqual(ours.body, proxys.body)
        again = ask(self.port, "/", headers={"If-None-Match": ours.headers["etag"]})
        self.assertEqual(again.status, 304)

    def test_the_wasm_is_sent_compressed(self):
        wasm = next(SITE.glob("app.*.wasm"))
        answer = ask(self.port, "/" + wasm.name, headers={"Accept-Encoding": "gzip, deflate, br"})
        self.assertEqual(answer.headers["content-encoding"], "br")
        self.assertEqual(answer.headers["content-type"], "application/wasm")
        self.assertLess(len(answer.body), wasm.stat().st_size / 2)

    def test_files_whose_names_hold_their_hash_are_kept_for_ever(self):
        for file in SITE.glob("app.*.wasm"):
            for answer in self.both("/" + file.name):
                self.assertEqual(answer.headers["cache-control"], "public, max-age=31536000, immutable")
        for answer in self.both("/"):
            self.assertEqual(answer.headers["cache-control"], "no-cache")

    def test_what_is_not_there_is_a_404_in_the_proxys_words(self):
        for path in ("/nothing", "/nothing.html", "/api/nothing", "/errors/404"):
            ours, proxys = self.both(path)
            self.assertEqual((ours.status, ours.json()), (404, proxys.json()), path)
        self.assertGreaterEqual(ask(self.port, "/../etc/passwd").status, 400)

    def test_a_file_takes_no_post(self):
        ours, proxys = (ask(port, "/index.html", {}) for port in (self.port, self.ui_port))
        self.assertEqual((ours.status, ours.json()), (proxys.status, proxys.json()))

    def test_api_is_the_proxys_with_and_without_a_final_slash(self):
        for path in ("/api", "/api/"):
            answer = ask(self.port, path)
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.json()["status"], "running")

    def test_headers_of_the_api_come_once(self):
        names = [name for name, _ in ask(self.port, "/api/").header_list]
        self.assertEqual(sorted(names), sorted(set(names)))

    def test_a_stream_arrives_piece_by_piece(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30 * PATIENCE)
        body = json.dumps({"message": "Tell me about memory", "provider": "demo", "stream": True})
        connection.request("POST", "/api/chat", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        self.assertTrue(response.getheader("content-type").startswith("text/event-stream"))
        pieces = []
        while piece := response.read1(65536):
            pieces.append(piece)
        connection.close()
        text = b"".join(pieces).decode()
        self.assertIn("event: done", text)
        first_delta = next(at for at, piece in enumerate(pieces) if b"event: delta" in piece)
        done = next(at for at, piece in enumerate(pieces) if b"event: done" in piece)
        # The demo pauses between words, so a buffered answer would be a single piece.
        self.assertLess(first_delta, done)

    def test_the_page_itself_may_post_and_a_foreign_page_may_not(self):
        message = {"message": "Hello", "provider": "demo"}
        own = ask(self.port, "/api/chat", message, {"Origin": f"http://127.0.0.1:{self.port}"})
        self.assertEqual(own.status, 200, own.body)
        foreign = ask(self.port, "/api/chat", message, {"Origin": "http://evil.example"})
        self.assertEqual(foreign.status, 403)

    def test_a_foreign_host_name_is_refused_by_the_proxy_behind(self):
        self.assertEqual(ask(self.port, "/api/", headers={"Host": "evil.example"}).status, 403)

    def test_a_body_over_the_limit_is_a_413_in_json(self):
        answer = ask(self.port, "/api/chat", "x" * (1024 * 1024 + 1), {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.json()["error"]["code"], "payload_too_large")

    def test_the_chat_works_in_a_browser(self):
        page = subprocess.run(["node", ROOT / "tests/deploy/nginx_page.mjs", f"http://127.0.0.1:{self.port}"],
                              capture_output=True, text=True, timeout=120 * PATIENCE)
        self.assertEqual(page.returncode, 0, page.stderr)

    def test_without_the_proxy_the_ui_is_there_and_the_api_says_503(self):
        folder = Path(tempfile.mkdtemp(prefix="magic-nginx-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        port = free_port()
        nginx = start_nginx(folder, port, free_port())
        self.addCleanup(nginx.stop)
        self.assertEqual(ask(port, "/").status, 200)
        answer = ask(port, "/api/")
        self.assertEqual(answer.status, 503)
        self.assertTrue(answer.json()["error"]["retryable"])


if __name__ == "__main__":
    unittest.main()
