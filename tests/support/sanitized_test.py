#!/usr/bin/env python3
"""A report about a program fails the test that started it, even one that looks at nothing.
usage: sanitized_test.py AT-FAULT FAULT..."""
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM, FAULTS = sys.argv[1], sys.argv[2:]
RUNNER = Path(__file__).with_name("sanitized.py")


def careless_test(fault, ending="exit 0"):
    return subprocess.run([RUNNER, "1", "sh", "-c", f"{PROGRAM} {fault} >&2; {ending}"], capture_output=True, text=True,
                          timeout=60, check=False)


class Sanitized(unittest.TestCase):
    def test_a_report_about_a_program_fails_the_test_that_started_it(self):
        for fault in FAULTS:
            with self.subTest(fault):
                ended = careless_test(fault)
                self.assertEqual(ended.returncode, 1, ended.stdout + ended.stderr)
                self.assertIn("A sanitizer reports", ended.stdout)
                self.assertIn("at_fault.cpp", ended.stdout)

    def test_without_one_it_ends_as_it_ends(self):
        for code in (0, 3):
            self.assertEqual(careless_test("nothing", f"exit {code}").returncode, code)
        self.assertEqual(careless_test("nothing", "kill -9 $$").returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
