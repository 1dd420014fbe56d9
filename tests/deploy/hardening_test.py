#!/usr/bin/env python3
"""The proxy as users build it (the preset release) is hardened; read from the program itself, so third-party code and
the linker have to have their part in it. It is built first, which takes a moment where nothing changed: one from before
a change would be judged by what is asked now. usage: hardening_test.py"""
import platform
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/proxy/chat-proxy"
IS_X86 = platform.machine() == "x86_64"


def readelf(*options):
    return subprocess.run(["readelf", "--wide", *options, PROGRAM], capture_output=True, text=True, timeout=60,
                          check=True).stdout


class Hardening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        built = subprocess.run([ROOT / "scripts/build.sh", "release", "--target", "chat-proxy"], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, check=False)
        if built.returncode != 0:
            raise AssertionError(f"scripts/build.sh release --target chat-proxy fails:\n{built.stdout[-3000:]}")
        cls.headers = readelf("--file-header", "--program-headers")
        cls.dynamic = readelf("--dynamic")
        cls.called = set(re.findall(r"\bUND (\w+)@", readelf("--dyn-syms")))

    def test_it_can_be_loaded_at_any_address(self):
        self.assertRegex(self.headers, r"Type:\s+DYN")
        self.assertRegex(self.dynamic, r"\(FLAGS_1\).*\bPIE\b")

    def test_what_the_linker_fills_in_cannot_be_written_later(self):
        self.assertIn("GNU_RELRO", self.headers)
        self.assertRegex(self.dynamic, r"\(FLAGS(_1)?\).*\b(BIND_)?NOW\b")

    def test_no_stack_can_be_executed(self):
        self.assertRegex(self.headers, r"GNU_STACK\s+(0x\w+\s+){5}RW\s")
        self.assertNotRegex(self.headers, r"LOAD\s.*\bRWE\b")

    def test_stacks_are_guarded(self):
        self.assertIn("__stack_chk_fail", self.called)

    def test_copies_of_known_size_are_checked(self):
        self.assertTrue({"__memcpy_chk", "__snprintf_chk", "__vsnprintf_chk", "__fprintf_chk"} & self.called, self.called)

    def test_the_bounds_of_containers_are_checked(self):
        self.assertTrue([each for each in self.called if "__glibcxx_assert_fail" in each], self.called)

    @unittest.skipUnless(IS_X86, "the processor has no such thing")
    def test_functions_are_entered_at_their_beginning_only(self):
        code = subprocess.run(["objdump", "--disassemble=main", "--no-show-raw-insn", PROGRAM], capture_output=True,
                              text=True, timeout=60, check=True).stdout
        self.assertRegex(code, r"<main>:\s+\w+:\s+endbr64")


if __name__ == "__main__":
    unittest.main()
