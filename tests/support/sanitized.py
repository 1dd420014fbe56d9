#!/usr/bin/env python3
"""Runs a test whose programs are built with sanitizers, and fails it when one of them was reported on, whoever started
it and however it ended: reports go to files, and these are looked for, because a test may well not look at the exit
code of a program, or kill it.

    sanitized.py PATIENCE COMMAND...

PATIENCE: how many times longer than usual programs may take; the test finds it as MAGIC_TEST_PATIENCE.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

# Sanitizers of one program do not share their settings. With GCC, UBSan writes to the standard error output whatever it
# is told, where a test may not look; so it aborts, and AddressSanitizer reports that.
SETTINGS = {"ASAN_OPTIONS": "handle_abort=1", "LSAN_OPTIONS": "", "TSAN_OPTIONS": "",
            "UBSAN_OPTIONS": "abort_on_error=1:print_stacktrace=1"}


def main(patience, *command):
    with tempfile.TemporaryDirectory(prefix="magic-reports-") as holder:
        folder = pathlib.Path(holder)
        environment = {**os.environ, "MAGIC_TEST_PATIENCE": patience}
        for name, ours in SETTINGS.items():
            options = (environment.get(name), ours, f"log_path={folder}/report")
            environment[name] = ":".join(option for option in options if option)
        code = subprocess.run(command, env=environment, check=False).returncode
        reports = sorted(folder.iterdir())
        for report in reports:
            print(f"\nA sanitizer reports ({report.name}):\n{report.read_text(errors='replace')}")
        # A negative code is the signal that has ended the test.
        return 1 if reports or code < 0 else code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
