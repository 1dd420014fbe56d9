#!/usr/bin/env python3
"""The Debian package, as `cpack -G DEB` makes it of this build: looked into, and installed into a root of
its own, from which its programs run. usage: package_test.py BUILD-FOLDER"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import install_test


def output_of(*command):
    answer = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if answer.returncode != 0:
        raise AssertionError(answer.stdout + answer.stderr)
    return answer.stdout


def make_package(folder):
    output_of("cpack", "--config", f"{install_test.BUILD}/CPackConfig.cmake", "-G", "DEB", "-B", str(folder))
    return next(folder.glob("memory-magic_*.deb"))


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="magic-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        cls.deb = make_package(cls.work)

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

    def test_the_programs_in_it_are_stripped(self):
        output_of("dpkg-deb", "--extract", str(self.deb), str(self.work / "root"))
        for program in ("chat-proxy", "chat-desktop"):
            self.assertLess((self.work / "root/usr/bin" / program).stat().st_size, 30_000_000)


class PackageInstalled(install_test.Installed):
    """What is asked of an installed folder, asked of the package's programs."""

    @classmethod
    def install(cls, prefix):
        deb = make_package(cls.work)
        root = cls.work / "root"
        if os.geteuid() == 0:
            # The libraries it depends on are this machine's, of which the new root knows nothing.
            (root / "var/lib/dpkg").mkdir(parents=True)
            (root / "var/lib/dpkg/status").touch()
            for folder in ("info", "updates", "triggers"):
                (root / "var/lib/dpkg" / folder).mkdir()
            output_of("dpkg", "--root", str(root), "--force-depends", "--install", str(deb))
        else:
            output_of("dpkg-deb", "--extract", str(deb), str(root))
        (root / "usr").rename(prefix)


if __name__ == "__main__":
    unittest.main()
