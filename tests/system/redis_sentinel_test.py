#!/usr/bin/env python3
"""Sentinels name the Redis that is used, and after a failover the other one is, without a restart of the proxy.
usage: redis_sentinel_test.py CHAT-PROXY"""
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from playground import PROXY, Api, new_session, redis_cli
from running import Program, free_port, start_proxy, start_redis, wait_until
from writers import Writer, check_session

MASTER = "my-master"
SENTINELS = 3


def setUpModule():
    global holder, here, redis, sentinels, proxies
    holder = tempfile.TemporaryDirectory()
    here = Path(holder.name)
    redis, sentinels = {}, {}
    first = new_redis()
    new_redis("--replicaof", "127.0.0.1", str(first))
    for number in range(SENTINELS):
        folder = new_folder()
        port = free_port()
        (folder / "sentinel.conf").write_text(
            f"port {port}\nbind 127.0.0.1\ndir {folder}\nsentinel monitor {MASTER} 127.0.0.1 {first} 2\n"
            f"sentinel down-after-milliseconds {MASTER} 500\nsentinel failover-timeout {MASTER} 3000\n")
        sentinels[port] = Program(["redis-server", str(folder / "sentinel.conf"), "--sentinel"], folder / "log")
        sentinels[port].wait_for_port(port)
    wait_until(lambda: all(sentinel_knows_all(port) for port in sentinels), "the Sentinels know each other")
    proxies = [new_proxy(), new_proxy()]


def tearDownModule():
    for proxy in proxies:
        proxy.program.stop()
    for program in [*sentinels.values(), *redis.values()]:
        program.process.send_signal(signal.SIGCONT)
        program.stop(signal.SIGKILL)
    holder.cleanup()


def new_folder():
    return Path(tempfile.mkdtemp(dir=here))


def new_redis(*options):
    program, port = start_redis(new_folder(), "--appendonly", "yes", "--appendfsync", "always",
                                "--repl-diskless-sync-delay", "0", *options)
    redis[port] = program
    return port


def sentinel_knows_all(port):
    words = redis_cli(port, "SENTINEL", "MASTER", MASTER).split("\n")
    known = dict(zip(words[::2], words[1::2]))
    return (known["num-slaves"], known["num-other-sentinels"]) == ("1", str(SENTINELS - 1))


def new_proxy(name=MASTER, first=""):
    url = "redis+sentinel://" + first + ",".join(f"127.0.0.1:{port}" for port in sentinels) + f"/{name}/2"
    program, port = start_proxy(PROXY, new_folder(), 1, "--ui-port", "-1", DEMO_PIECE_DELAY_MS="0", REDIS_URL=url)
    return Api(program, port)


def master():
    return int(redis_cli(next(iter(sentinels)), "SENTINEL", "get-master-addr-by-name", MASTER).split("\n")[1])


def replicas_are_in_step():
    now = master()
    try:
        return all("master_link_status:up" in redis_cli(port, "INFO", "replication") for port in redis if port != now)
    except subprocess.CalledProcessError:
        return False  # a Redis that becomes a replica cuts its connections


class Sentinel(unittest.TestCase):
    def setUp(self):
        wait_until(replicas_are_in_step, "the replicas are in step")

    def fail_over(self, hurt):
        """Hurts the master, waits for another one, and returns both ports."""
        old = master()
        began = time.monotonic()
        hurt(redis[old])
        wait_until(lambda: master() != old, "another master")
        self.say([proxies[0]], new_session(), "first")
        print(f"a message was stored at another Redis {time.monotonic() - began:.1f} s after the fault")
        return old, master()

    def say(self, apis, session, word):
        """One message, posted until it is acknowledged."""
        writer = Writer(apis, session, word, 1)
        writer.join(20)
        self.assertFalse(writer.is_alive(), writer.refusals)
        return writer

    def test_1_the_master_that_sentinels_name_is_used_also_when_the_first_of_them_is_away(self):
        session = new_session()
        self.assertEqual(proxies[0].chat(session, "Hi").status, 200)
        self.assertEqual(redis_cli(master(), "-n", "2", "EXISTS", f"chat:session:{{{session}}}:meta"), "1")
        another = new_proxy(first=f"127.0.0.1:{free_port()},")
        self.assertEqual(len(another.messages(session)), 2)
        another.program.stop()

    def test_2_a_name_that_no_sentinel_knows_is_told(self):
        lost = new_proxy(name="another-master")
        refused = lost.chat(new_session(), "Hi")
        self.assertEqual(refused.status, 503)
        self.assertIn("knows no master with the name 'another-master'", refused.json()["error"]["message"])
        lost.program.stop()

    def test_3_a_frozen_master_is_given_up_for_the_other_and_not_used_again_when_it_goes_on(self):
        session = new_session()
        said = [self.say([proxies[0]], session, "before")]
        old, new = self.fail_over(lambda program: program.process.send_signal(signal.SIGSTOP))
        said.append(self.say([proxies[1]], session, "meanwhile"))
        redis[old].process.send_signal(signal.SIGCONT)
        said.append(self.say([proxies[0]], session, "after"))
        check_session(self, proxies[0].messages(session), said)
        self.assertEqual(redis_cli(new, "-n", "2", "HGET", f"chat:session:{{{session}}}:meta", "messages"), "6")
        redis_cli(old, "REPLICAOF", "127.0.0.1", str(new))  # as the Sentinels do, too, within 10 s

    def test_4_writers_go_on_when_the_master_is_killed_and_nothing_is_lost_or_doubled(self):
        # Redis sends what it writes to its replica in the same moment as the reply; only what is lost together with
        # its host, or in a network that is cut in two, can have been acknowledged and be gone.
        session = new_session()
        writers = [Writer(proxies, session, f"w{number}", 30) for number in range(3)]
        wait_until(lambda: all(len(writer.acknowledged) > 2 for writer in writers), "the writers have begun")
        self.fail_over(lambda program: program.stop(signal.SIGKILL))
        for writer in writers:
            writer.join(40)
            self.assertFalse(writer.is_alive(), writer.refusals)
        check_session(self, proxies[0].messages(session), writers)
        refusals = {(status, code) for writer in writers for status, code, _ in writer.refusals}
        self.assertEqual(refusals, {(503, "store_unavailable")})


if __name__ == "__main__":
    unittest.main()
