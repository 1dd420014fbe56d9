#!/usr/bin/env python3
"""Every way to say where Redis is works, a wrong one is told in a sentence, and no password is in any of it.
usage: redis_access_test.py CHAT-PROXY"""
import re
import subprocess
import unittest

from playground import PROXY, ROOT, Playground, new_session, redis_cli
from running import PATIENCE, SANITIZERS, Program, free_port, start_redis, wait_until

PASSWORD = "s3cret/Pa55word"
URL_PASSWORD = PASSWORD.replace("/", "%2F")


def acl_line():
    """The line of docs/reliability.md, with a password of ours."""
    line = re.search(r"^ACL SETUSER .*?(?=^```)", (ROOT / "docs/reliability.md").read_text(), re.M | re.S).group()
    return line.replace("\\\n", " ").replace("PASSWORD", PASSWORD).split()


def make_certificates(folder):
    """An authority, and by it a certificate for localhost."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)

    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    for name in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                "-keyout", f"{name}.key", "-out", f"{name}.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "redis.key", "-out",
            "redis.csr")
    openssl("x509", "-req", "-in", "redis.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "redis.pem")


def setUpModule():
    global here, tls_port
    here = Playground("--requirepass", PASSWORD, "--unixsocket", "socket")
    make_certificates(here.folder)
    _, tls_port = start_tls_redis()


def start_tls_redis():
    global tls_redis
    folder = here.folder / "tls"
    folder.mkdir()
    files = {name: str(here.folder / name) for name in ("ca.pem", "redis.pem", "redis.key")}
    port = free_port()
    tls_redis = Program(["redis-server", "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--dir",
                         str(folder), "--save", "", "--tls-cert-file", files["redis.pem"], "--tls-key-file",
                         files["redis.key"], "--tls-ca-cert-file", files["ca.pem"], "--tls-auth-clients", "no"],
                        folder / "redis.log")
    tls_redis.wait_for_port(port)
    return tls_redis, port


def tearDownModule():
    tls_redis.stop()
    here.stop()


class AccessTest(unittest.TestCase):
    def works(self, api):
        session = new_session()
        answer = api.chat(session, "My name is Ann")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(len(api.messages(session)), 2)
        self.tells_no_password(api)
        return session

    def refusal(self, api):
        """The sentence with which a message is refused; /readyz says the same, and /healthz is well."""
        refused = api.chat(new_session(), "My name is Ann")
        self.assertEqual(refused.status, 503, refused.body)
        self.assertEqual(refused.json()["error"]["code"], "store_unavailable")
        self.assertEqual(api.ask("/readyz").status, 503)
        self.assertEqual(api.ask("/healthz").status, 200)
        self.tells_no_password(api, refused.body.decode(), api.ask("/").body.decode())
        return refused.json()["error"]["message"]

    def tells_no_password(self, api, *texts):
        for text in (*texts, api.program.output(), api.ask("/metrics").body.decode()):
            self.assertNotIn("Pa55word", text)


class Addresses(AccessTest):
    def test_a_url_is_enough(self):
        self.works(here.proxy(REDIS_HOST="nowhere.invalid", REDIS_URL=f"redis://:{URL_PASSWORD}@127.0.0.1:{here.redis_port}/3"))

    def test_a_url_in_a_file_is_enough(self):
        (here.folder / "url").write_text(f"redis://default:{URL_PASSWORD}@127.0.0.1:{here.redis_port}\n")
        self.works(here.proxy(REDIS_URL_FILE=str(here.folder / "url")))

    def test_a_url_of_a_unix_socket_is_enough(self):
        self.works(here.proxy(REDIS_URL=f"unix://:{URL_PASSWORD}@{here.folder}/socket?db=2"))

    def test_a_wrong_url_ends_the_start_without_repeating_it(self):
        environment = {**SANITIZERS, "REDIS_URL": f"redis://:{URL_PASSWORD}@127.0.0.1:port"}
        ended = subprocess.run([PROXY], env=environment, timeout=20 * PATIENCE, cwd=here.folder, capture_output=True,
                               text=True)
        self.assertEqual(ended.returncode, 1)
        self.assertIn("REDIS_URL must be", ended.stderr)
        self.assertNotIn("Pa55word", ended.stdout + ended.stderr)

    def test_a_wrong_password_is_told_and_the_right_one_needs_no_restart(self):
        api = here.proxy(REDIS_URL=f"redis://:wrong-Pa55word@127.0.0.1:{here.redis_port}")
        self.assertIn("refused the password", self.refusal(api))
        here.cli("-a", PASSWORD, "CONFIG", "SET", "requirepass", "wrong-Pa55word")
        try:
            self.works(api)
        finally:
            here.cli("-a", "wrong-Pa55word", "CONFIG", "SET", "requirepass", PASSWORD)
        # It was logged in already; a new connection is not.
        here.cli("-a", PASSWORD, "CLIENT", "KILL", "TYPE", "normal")
        self.assertIn("refused the password", self.refusal(api))


class Users(AccessTest):
    def test_a_user_with_nothing_but_the_documented_rights_can_do_everything(self):
        here.cli("-a", PASSWORD, *acl_line())
        here.cli("-a", PASSWORD, "ACL", "LOG", "RESET")
        api = here.proxy(REDIS_URL=f"redis://memory-magic:{URL_PASSWORD}@127.0.0.1:{here.redis_port}/1")
        session = self.works(api)
        path = f"/sessions/{session}"
        question, answer = api.messages(session)
        turn = question["turn_id"]
        watcher = api.watch(session)
        done = [api.ask(path, {"title": "Ann"}, method="PATCH"),
                api.ask(f"{path}/messages/{question['id']}", {"pinned": True}, method="PATCH"),
                api.ask(f"{path}/turns/{turn}/replay", {}), api.ask(f"{path}/turns/{turn}"),
                api.ask(f"{path}/turns/{turn}/cancel", {}), api.ask(f"{path}/export"), api.ask("/sessions"),
                api.chat(session, "Who am I?", memory={"strategy": "summary"}),
                api.ask(f"{path}/messages/{answer['id']}", method="DELETE")]
        exported = api.ask(f"{path}/export").json()
        done += [api.ask("/sessions/import", exported), api.ask("/sessions", {"title": "New"}),
                 api.ask(path, method="DELETE")]
        for answer in done:
            self.assertLess(answer.status, 300, answer.body)
        watcher.wait("cleared")
        watcher.hang_up()
        self.assertNotIn("memory-magic", here.cli("-a", PASSWORD, "ACL", "LOG"))

    def test_the_documented_rights_hold_nothing_that_the_proxy_does_not_use(self):
        used = set()
        for path in [*ROOT.glob("assets/redis/*.lua"), *ROOT.glob("proxy/store/redis_*.cpp")]:
            used |= set(re.findall(r"['\"]([A-Z]+)['\"]", path.read_text()))
        allowed = {word[1:].split("|")[-1].upper() for word in acl_line() if word.startswith("+")}
        self.assertGreater(len(allowed), 30)
        self.assertEqual(allowed - used, set())

    def test_a_user_who_may_too_little_is_told_so(self):
        here.cli("-a", PASSWORD, "ACL", "SETUSER", "weak", "on", f">{PASSWORD}", "~chat:*", "+ping")
        api = here.proxy(REDIS_URL=f"redis://weak:{URL_PASSWORD}@127.0.0.1:{here.redis_port}")
        refused = api.chat(new_session(), "Hi")
        self.assertEqual(refused.status, 503, refused.body)
        self.assertIn("does not let this user", refused.json()["error"]["message"])


class Tls(AccessTest):
    def proxy(self, host="localhost", authority="ca.pem"):
        extra = {"REDIS_CA_FILE": str(here.folder / authority)} if authority else {}
        return here.proxy(REDIS_URL=f"rediss://{host}:{tls_port}", **extra)

    def test_redis_is_talked_to_over_tls(self):
        api = self.proxy()
        session = self.works(api)
        watcher = api.watch(session)
        api.chat(session, "Long: " + "word " * 20_000)
        watcher.wait("message", 2)
        watcher.hang_up()

    def test_a_certificate_of_an_unknown_authority_is_refused(self):
        self.assertRegex(self.refusal(self.proxy(authority="other.pem")), r"over TLS \(self-signed certificate in")
        self.assertRegex(self.refusal(self.proxy(authority=None)), r"over TLS \(self-signed certificate in")

    def test_a_file_without_certificates_is_told(self):
        self.assertIn("REDIS_CA_FILE holds no certificates", self.refusal(self.proxy(authority="names")))

    def test_a_certificate_for_another_host_is_refused(self):
        self.assertRegex(self.refusal(self.proxy(host="127.0.0.1")), r"over TLS \(IP address mismatch")

    def test_a_redis_without_tls_is_told(self):
        api = here.proxy(REDIS_URL=f"rediss://127.0.0.1:{here.redis_port}")
        self.assertIn("cannot be talked to over TLS", self.refusal(api))

    def test_a_redis_with_tls_only_is_told_to_who_uses_none(self):
        self.assertIn("closed the connection", self.refusal(here.proxy(REDIS_URL=f"redis://localhost:{tls_port}")))


class Cluster(AccessTest):
    """Two nodes, of which the first gets all slots in the course of the test."""

    @classmethod
    def setUpClass(cls):
        cls.nodes = []
        for name in ("first", "second"):
            folder = here.folder / name
            folder.mkdir()
            port = free_port()
            while port > 55_000:  # its bus is at 10,000 more
                port = free_port()
            cls.nodes.append(start_redis(folder, "--cluster-enabled", "yes", port=port))
        cls.first, cls.second = [port for _, port in cls.nodes]

    @classmethod
    def tearDownClass(cls):
        for redis, _ in cls.nodes:
            redis.stop()

    def refused(self, api, session=None):
        answer = api.chat(session or new_session(), "Hi")
        self.assertEqual(answer.status, 503, answer.body)
        self.assertIn("part of a Redis Cluster, which this proxy cannot use", answer.json()["error"]["message"])
        self.assertEqual(api.ask("/healthz").status, 200)

    def test_a_cluster_is_refused_in_a_sentence_whatever_state_it_is_in(self):
        def is_ok(port):
            return "cluster_state:ok" in redis_cli(port, "CLUSTER", "INFO")

        first = here.proxy(REDIS_URL=f"redis://127.0.0.1:{self.first}")
        second = here.proxy(REDIS_URL=f"redis://127.0.0.1:{self.second}")
        self.refused(first)  # CLUSTERDOWN: nobody has any slot
        redis_cli(self.first, "CLUSTER", "ADDSLOTSRANGE", "0", "16383")
        redis_cli(self.first, "CLUSTER", "MEET", "127.0.0.1", str(self.second))
        wait_until(lambda: is_ok(self.first) and is_ok(self.second), "the cluster is ok")
        self.refused(second)  # MOVED
        session = new_session()
        slot = redis_cli(self.first, "CLUSTER", "KEYSLOT", f"chat:session:{{{session}}}:line")
        redis_cli(self.first, "CLUSTER", "SETSLOT", slot, "MIGRATING", redis_cli(self.second, "CLUSTER", "MYID"))
        self.refused(first, session)  # ASK, or TRYAGAIN


if __name__ == "__main__":
    unittest.main()
