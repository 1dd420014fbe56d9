#!/usr/bin/env python3
"""The Debian package, as `cpack -G DEB` makes it of this build; looked into, not installed.
usage: package_test.py BUILD-FOLDER"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None


def output_of(*command):
    answer = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if answer.returncode != 0:
        raise AssertionError(answer.stdout + answer.stderr)
    return answer.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="magic-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        output_of("cpack", "--config", f"{BUILD}/CPackConfig.cmake", "-G", "DEB", "-B", str(cls.work))
        cls.deb = next(cls.work.glob("memory-magic_*.deb"))

    def field(self, name):
        return output_of("dpkg-deb", "--field", str(self.deb), name).strip()

    def test_it_says_what_it_is_and_what_it_needs(self):
        self.assertEqual(self.field("Package"), "memory-magic")
        self.assertEqual(self.field("Architecture"), output_of("dpkg", "--print-architecture").strip())
        self.assertIn("language model", self.field("Description"))
        needed = self.field("Depends")
        for library in ("libc6", "libssl3", "libsdl2-2.0-0", "libfontconfig1", "libfreetype6"):
            self.assertIn(library, needed)
        self.assertIn("redis-server", self.field("Recommends"))

    def test_programs_site_icons_menu_entry_and_documents_are_in_it(self):
        listed = output_of("dpkg-deb", "--contents", str(self.deb)).splitlines()
        modes = {line.split()[-1].removeprefix("."): line.split()[0] for line in listed}
        self.assertEqual({line.split()[1] for line in listed}, {"root/root"})
        for path in ("/usr/bin/chat-proxy", "/usr/bin/chat-desktop"):
            self.assertEqual(modes[path], "-rwxr-xr-x", path)
        for path in ("/usr/share/memory-magic/site/index.html", "/usr/share/applications/memory-magic.desktop",
                     "/usr/share/icons/hicolor/scalable/apps/memory-magic.svg", "/usr/share/doc/memory-magic/api.md",
                     "/usr/share/doc/memory-magic/copyright"):
            self.assertEqual(modes[path], "-rw-r--r--", path)
        sites = [path for path in modes if path.startswith("/usr/share/memory-magic/site/app.")]
        self.assertEqual(len(sites), 6, sites)  # app.js and app.wasm, each in three forms

    def test_the_programs_in_it_are_stripped_and_run(self):
        output_of("dpkg-deb", "--extract", str(self.deb), str(self.work / "root"))
        for program in ("chat-proxy", "chat-desktop"):
            path = self.work / "root/usr/bin" / program
            self.assertIn("--help", output_of(path, "--help"))
            self.assertLess(path.stat().st_size, 30_000_000)


if __name__ == "__main__":
    unittest.main()
