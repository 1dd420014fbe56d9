#!/usr/bin/env python3
"""`cmake --install` into a folder, and both programs run from there. usage: install_test.py BUILD-FOLDER"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from running import (SANITIZERS, SANITIZERS_OF_A_WINDOW, Program, answers, ask, children, free_port, is_alive, start_redis,
                     wait_until)

BUILD = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="magic install "))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        cls.install(cls.work / "first")
        # A prefix may be moved.
        cls.prefix = cls.work / "moved"
        (cls.work / "first").rename(cls.prefix)
        redis, cls.redis_port = start_redis(cls.work)
        cls.addClassCleanup(redis.stop)

    @classmethod
    def install(cls, prefix):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)

    def setUp(self):
        self.home = Path(tempfile.mkdtemp(dir=self.work))
        self.port = free_port()

    def start(self, program, *options, **environment):
        program = Program([self.prefix / "bin" / program, *options], self.home / f"{program}.log", cwd=self.home,
                          environment={"HOME": str(self.home), "REDIS_HOST": "127.0.0.1",
                                       "REDIS_PORT": str(self.redis_port), **SANITIZERS_OF_A_WINDOW, **environment})
        self.addCleanup(program.stop)
        return program

    def screen(self):
        xvfb = Program(["sh", "-c", f"exec Xvfb -noreset -displayfd 3 -screen 0 1600x1000x24 3>'{self.home}/display'"],
                       self.home / "xvfb.log")
        self.addCleanup(xvfb.stop)
        number = self.home / "display"
        wait_until(lambda: number.exists() and number.read_text(encoding="ascii").strip(), "Xvfb listens")
        return {"DISPLAY": ":" + number.read_text(encoding="ascii").strip(), "LIBGL_ALWAYS_SOFTWARE": "1"}

    def desktop(self, screen, *options):
        """The desktop program, once its window is there."""
        program = self.start("chat-desktop", "--proxy", f"http://127.0.0.1:{self.port}", *options, **screen)
        self.window = None

        def appears():
            self.assertFalse(program.has_ended(), program.output())
            self.window = self.xdotool(screen, "search", "--onlyvisible", "--name", "^Memory Magic$")
            return self.window

        wait_until(appears, "the window appears")
        return program

    @staticmethod
    def xdotool(screen, *command):
        return subprocess.run(["xdotool", *command], env={**os.environ, **screen}, capture_output=True, text=True,
                              check=False, timeout=60).stdout.strip()

    def setting(self, name):
        file = self.home / ".config/memory-magic/settings"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return next((line.partition("=")[2] for line in lines if line.startswith(name + "=")), "")

    def test_the_proxy_finds_the_ui_that_was_installed_with_it(self):
        ui_port = free_port()
        proxy = self.start("chat-proxy", "--port", str(self.port), "--ui-port", str(ui_port))
        proxy.wait_for_port(ui_port)
        page = ask(ui_port, "/").body.decode()
        for name in re.findall(r'(?:href|src)="([^"]+)"', page):
            self.assertEqual(ask(ui_port, "/" + name).status, 200, name)

    def test_the_desktop_file_names_a_program_and_an_icon_that_are_there(self):
        entry = (self.prefix / "share/applications/memory-magic.desktop").read_text(encoding="utf-8")
        fields = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
        self.assertTrue((self.prefix / "bin" / fields["Exec"].split()[0]).exists())
        self.assertTrue((self.prefix / f"share/icons/hicolor/scalable/apps/{fields['Icon']}.svg").exists())

    def test_the_desktop_alone_starts_its_proxy_and_stops_it_at_the_end(self):
        desktop = self.desktop(self.screen(), "--standalone", "--session", "my-session")
        own = children(desktop.pid)
        self.assertIn("chat-proxy", own)
        self.assertEqual(ask(self.port, "/healthz").status, 200)
        wait_until(lambda: self.setting("session") == "my-session", "the conversation is the one that was named")
        self.assertEqual(desktop.stop(), 0, desktop.output())
        self.assertFalse(is_alive(own["chat-proxy"]))
        self.assertFalse(answers(self.port))

    def test_a_desktop_that_is_killed_leaves_no_proxy_behind(self):
        desktop = self.desktop(self.screen(), "--standalone")
        own = children(desktop.pid)
        desktop.process.kill()
        desktop.process.wait()
        wait_until(lambda: not is_alive(own["chat-proxy"]), "its proxy ends")

    def test_a_proxy_that_answers_is_used_and_left_running(self):
        proxy = self.start("chat-proxy", "--port", str(self.port), "--ui-port", "-1")
        proxy.wait_for_port(self.port)
        desktop = self.desktop(self.screen(), "--standalone")
        self.assertNotIn("chat-proxy", children(desktop.pid))
        self.assertEqual(desktop.stop(), 0, desktop.output())
        self.assertTrue(answers(self.port))

    def test_the_window_opens_where_and_as_large_as_it_was(self):
        screen = self.screen()
        desktop = self.desktop(screen)
        self.xdotool(screen, "windowsize", "--sync", self.window, "900", "640")
        self.xdotool(screen, "windowmove", "--sync", self.window, "120", "90")
        self.assertEqual(desktop.stop(), 0, desktop.output())
        self.assertEqual(self.setting("window"), "900 640 120 90")
        self.desktop(screen)
        shown = dict(re.findall(r"^(\w+)=(\d+)$", self.xdotool(screen, "getwindowgeometry", "--shell", self.window),
                                re.MULTILINE))
        self.assertEqual([shown[name] for name in ("WIDTH", "HEIGHT", "X", "Y")], ["900", "640", "120", "90"])

    def refused(self, *options, **environment):
        """The sentence with which the desktop program ends. There is no screen."""
        program = self.start("chat-desktop", *options, **environment)
        wait_until(program.has_ended, "the program ends")
        self.assertGreater(program.process.returncode, 0)
        return program.output().strip()

    def test_what_keeps_the_desktop_from_starting_is_said_in_a_sentence(self):
        self.assertIn("There is no screen", self.refused())
        self.assertIn("no option '--port'", self.refused("--port", "1"))
        self.assertIn("starts a proxy on this machine only",
                      self.refused("--standalone", "--proxy", "http://proxy.invalid:9090"))
        self.assertIn("SESSION_TTL_SECONDS must be",
                      self.refused("--standalone", "--proxy", f"http://127.0.0.1:{self.port}", SESSION_TTL_SECONDS="soon"))

    def test_without_a_proxy_beside_it_the_desktop_says_so(self):
        alone = self.home / "chat-desktop"
        shutil.copy(self.prefix / "bin/chat-desktop", alone)
        answer = subprocess.run([alone, "--standalone", "--proxy", f"http://127.0.0.1:{self.port}"], capture_output=True,
                                text=True, env={"PATH": os.environ["PATH"], **SANITIZERS}, timeout=60, check=False)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("there is no chat-proxy beside this program", answer.stderr)

    def test_help_names_every_option(self):
        answer = subprocess.run([self.prefix / "bin/chat-desktop", "--help"], capture_output=True, text=True, check=True,
                                timeout=60)
        for option in ("--proxy", "--session", "--standalone", "--help"):
            self.assertIn(option, answer.stdout)


if __name__ == "__main__":
    unittest.main()
