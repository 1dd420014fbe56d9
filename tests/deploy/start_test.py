#!/usr/bin/env python3
"""start.sh --no-build, with the real proxy and a real Redis, in a copy of the project whose path has a
space in it. usage: start_test.py CHAT-PROXY"""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from running import PATIENCE, Program, answers, ask, children, free_port, is_alive, start_redis, wait_until

ROOT = Path(__file__).resolve().parents[2]
PROXY = sys.argv.pop(1) if len(sys.argv) > 1 else None


class Start(unittest.TestCase):
    def setUp(self):
        self.work = Path(tempfile.mkdtemp(prefix="magic start "))
        self.addCleanup(shutil.rmtree, self.work, ignore_errors=True)
        self.project = self.work / "the project"
        shutil.copytree(ROOT / "scripts", self.project / "scripts")
        shutil.copy(ROOT / "start.sh", self.project)
        (self.project / "build/release/proxy").mkdir(parents=True)
        shutil.copy(PROXY, self.project / "build/release/proxy/chat-proxy")
        (self.project / "build/web/site").mkdir(parents=True)
        (self.project / "build/web/site/index.html").write_text("<title>UI</title>")
        self.port, self.ui_port, self.redis_port = free_port(), free_port(), free_port()

    def start(self, *options, **environment):
        program = Program([self.project / "start.sh", "--no-build", "--port", str(self.port), "--ui-port",
                           str(self.ui_port), *options], self.work / "start.log", cwd="/",
                          environment={"REDIS_PORT": str(self.redis_port), "DEMO_PIECE_DELAY_MS": "0", **environment})
        self.addCleanup(self.stop, program)
        return program

    @staticmethod
    def stop(program):
        if not program.has_ended():
            program.stop()

    def started(self, *options, **environment):
        program = self.start(*options, **environment)
        program.wait_for_port(self.ui_port)
        return program

    def refused(self, *options, **environment):
        """The one sentence with which it fails, and its exit code."""
        program = self.start(*options, **environment)
        wait_until(program.has_ended, "start.sh ends")
        lines = program.output().strip().split("\n")
        self.assertEqual(len(lines), 1, program.output())
        return lines[0], program.process.returncode

    def say(self, text):
        answer = ask(self.port, "/chat", {"message": text, "mode": "stateful", "provider": "demo", "session_id": "s"})
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()["response"]

    def test_it_ends_in_a_chat_without_key_or_redis_and_ctrl_c_stops_all_of_it(self):
        program = self.started()
        self.assertIn(f"http://localhost:{self.ui_port}", program.output())
        self.say("My name is Alice")
        self.assertIn("Alice", self.say("What's my name?"))
        own = children(program.pid)
        self.assertEqual(set(own), {"redis-server", "chat-proxy"})
        self.assertTrue((self.project / "data/redis/appendonlydir").is_dir())

        os.killpg(program.pid, signal.SIGINT)
        self.assertEqual(program.process.wait(timeout=30 * PATIENCE), 0)
        self.assertEqual([name for name, pid in own.items() if is_alive(pid)], [])
        self.assertFalse(answers(self.redis_port))

    def test_the_private_redis_keeps_the_conversation_over_a_restart(self):
        first = self.started()
        self.say("My name is Alice")
        self.assertEqual(first.stop(), 0)
        self.started()
        self.assertIn("Alice", self.say("What's my name?"))

    def test_a_redis_that_answers_is_used_and_left_running(self):
        redis, self.redis_port = start_redis(self.work)
        self.addCleanup(self.stop, redis)
        program = self.started()
        self.say("Hello")
        self.assertEqual(set(children(program.pid)), {"chat-proxy"})
        program.stop()
        self.assertTrue(answers(self.redis_port))

    def test_a_stranger_on_the_port_of_redis_makes_the_private_one_take_another(self):
        with socket.create_server(("127.0.0.1", self.redis_port)):
            self.started()
            self.say("Hello")

    def test_settings_in_the_env_file_count_without_being_executed(self):
        (self.project / ".env").write_text(f"REDIS_PORT={self.redis_port} # mine\nOPENAI_MODEL=$(touch hacked)\n")
        program = self.started(REDIS_PORT="")
        self.assertIn(f"private Redis on port {self.redis_port}", program.output())
        self.assertFalse((self.project / "hacked").exists())

    def test_the_private_redis_asks_for_the_password_of_the_settings(self):
        (self.project / ".env").write_text('REDIS_PASSWORD=\'a "quoted\\pass word\'\n')
        self.started()
        self.say("Hello")
        with socket.create_connection(("127.0.0.1", self.redis_port), timeout=5) as stranger:
            stranger.sendall(b"PING\r\n")
            self.assertIn(b"NOAUTH", stranger.recv(200))

    def test_when_the_proxy_dies_everything_ends_with_a_sentence(self):
        program = self.started()
        own = children(program.pid)
        os.kill(own["chat-proxy"], signal.SIGKILL)
        self.assertEqual(program.process.wait(timeout=30 * PATIENCE), 1)
        self.assertIn("The proxy ended unexpectedly", program.output())
        self.assertFalse(is_alive(own["redis-server"]))

    def test_when_start_sh_itself_is_killed_nothing_stays_behind(self):
        program = self.started()
        own = children(program.pid)
        os.kill(program.pid, signal.SIGKILL)
        program.process.wait()
        wait_until(lambda: not any(is_alive(pid) for pid in own.values()), "proxy and Redis end")

    def test_a_second_start_in_the_same_folder_does_not_touch_the_first_ones_data(self):
        self.started()
        second = Program([self.project / "start.sh", "--no-build", "--port", str(free_port()), "--ui-port",
                          str(free_port())], self.work / "second.log",
                         environment={"REDIS_PORT": str(free_port())})
        self.addCleanup(self.stop, second)
        wait_until(second.has_ended, "the second start.sh ends")
        self.assertEqual(second.process.returncode, 1)
        self.assertIn("A private Redis already uses data/redis", second.output())
        self.say("Hello")

    def test_a_port_in_use_is_named_with_its_option(self):
        with socket.create_server(("127.0.0.1", self.ui_port)):
            sentence, code = self.refused()
        self.assertIn(f"Port {self.ui_port} is in use", sentence)
        self.assertIn("--ui-port", sentence)
        self.assertEqual(code, 1)

    def test_a_redis_elsewhere_that_does_not_answer_is_named(self):
        # TEST-NET-1: nothing is ever there.
        sentence, code = self.refused(REDIS_HOST="192.0.2.1")
        self.assertIn(f"No Redis answers at 192.0.2.1:{self.redis_port}", sentence)
        self.assertEqual(code, 1)

    def test_a_redis_that_wants_a_password_is_not_used_without_one(self):
        port = free_port()
        redis = Program(["redis-server", "--port", str(port), "--requirepass", "secret", "--save", "", "--dir",
                         str(self.work)], self.work / "redis.log")
        self.addCleanup(self.stop, redis)
        redis.wait_for_port(port)
        sentence, _ = self.refused(REDIS_PORT=str(port))
        self.assertIn("REDIS_PASSWORD", sentence)
        self.started(REDIS_PORT=str(port), REDIS_PASSWORD="secret")
        self.say("Hello")

    def test_a_wrong_option_is_named(self):
        sentence, code = self.refused("--prot")
        self.assertIn("--prot", sentence)
        self.assertEqual(code, 2)

    def test_a_wrong_setting_fails_with_the_proxys_own_sentence(self):
        program = self.start(SESSION_TTL_SECONDS="soon")
        self.assertEqual(program.process.wait(timeout=30 * PATIENCE), 1)
        self.assertIn("SESSION_TTL_SECONDS must be", program.output())
        self.assertNotIn("unexpectedly", program.output())

    def test_without_a_build_it_says_how_to_get_one(self):
        (self.project / "build/release/proxy/chat-proxy").unlink()
        sentence, _ = self.refused()
        self.assertIn("Run ./start.sh without --no-build", sentence)


if __name__ == "__main__":
    unittest.main()
