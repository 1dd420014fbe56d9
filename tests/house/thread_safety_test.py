#!/usr/bin/env python3
"""clang checks the locks of the proxy: what is marked as guarded by a mutex is touched by nobody who does not hold it
(proxy/base/thread_annotations.h). usage: thread_safety_test.py BUILD-FOLDER"""
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv.pop(1))
FLAGS = ["-fsyntax-only", "-Wthread-safety", "-Wno-unknown-warning-option", "-Werror=thread-safety"]
USES_MUTEX = re.compile(r"\b(Mutex|Lock|MAGIC_\w+) ?[\w<(]")
# Standing alone, so that the check is known to find something.
WRONG = """#include "proxy/base/mutex.h"
struct Counter {
  void add() { ++count; }
  magic::Mutex mutex;
  int count MAGIC_GUARDED_BY(mutex) = 0;
};
"""


def check(file, how):
    """What clang has to say of a file; empty: nothing."""
    told = subprocess.run(["clang++", *FLAGS, *how, str(file)], cwd=BUILD, capture_output=True, text=True, timeout=300)
    return told.stderr if told.returncode != 0 else ""


def options_of(command):
    """Where headers are, and what the compiler's standard and macros are; the rest is g++'s."""
    words = shlex.split(command)
    kept = [word for word in words if word.startswith(("-I", "-D", "-std"))]
    return kept + [word for pair in zip(words, words[1:]) if pair[0] == "-isystem" for word in pair]


def files_with_locks():
    """{file: options} of what has a mutex, or a header beside it that has one."""
    found = {}
    for each in json.loads((BUILD / "compile_commands.json").read_text()):
        file = Path(each["file"])
        if not file.is_relative_to(ROOT / "proxy"):
            continue
        header = file.with_suffix(".h")
        text = file.read_text() + (header.read_text() if header.exists() else "")
        if USES_MUTEX.search(text):
            found[file] = options_of(each["command"])
    return found


class ThreadSafety(unittest.TestCase):
    def test_a_field_that_is_touched_without_its_mutex_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "wrong.cpp").write_text(WRONG)
            self.assertIn("requires holding mutex", check(Path(folder) / "wrong.cpp", ["-std=c++20", f"-I{ROOT}"]))

    def test_nobody_touches_what_is_guarded_without_the_mutex(self):
        files = files_with_locks()
        self.assertGreater(len(files), 15)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            told = list(pool.map(check, files, files.values()))
        self.assertEqual("".join(told), "")

    def test_a_mutex_is_one_that_clang_can_check(self):
        plain = {str(path.relative_to(ROOT)) for path in (ROOT / "proxy").rglob("*.h")
                 if re.search(r"\bstd::(mutex|shared_mutex|recursive_mutex) \w", path.read_text())}
        self.assertEqual(plain, {"proxy/base/mutex.h"})


if __name__ == "__main__":
    unittest.main()
