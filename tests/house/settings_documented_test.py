#!/usr/bin/env python3
"""The proxy's --help, .env.example, README.md and docker-compose.yml name the same settings with the
same defaults. usage: settings_documented_test.py CHAT-PROXY"""
import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROXY = sys.argv.pop(1) if len(sys.argv) > 1 else None

# Not in a container's environment: the image sets the first group, the compose file the rest.
FIXED_IN_CONTAINERS = {"HOST", "PORT", "UI_PORT", "UI_DIR", "REDIS_HOST", "REDIS_PORT", "REDIS_DB",
                       "REDIS_USERNAME", "REDIS_PASSWORD", "REDIS_SOCKET", "REDIS_URL", "REDIS_CA_FILE"}


def from_help():
    """{name: default or ''} as the program prints them."""
    text = subprocess.run([PROXY, "--help"], capture_output=True, text=True, check=True, timeout=20).stdout
    return {name: default for name, default in
            re.findall(r"^  ([A-Z][A-Z0-9_]+)\b.*\n      [^\n]*?(?: \(default ([^)\n]*)\))?$", text, re.MULTILINE)}


def from_env_example():
    """{name: value}; every line is commented out or empty, so that copying the file changes nothing."""
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def from_readme():
    """{name: default} of the table of settings."""
    rows = re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|([^|]*)\|", (ROOT / "README.md").read_text(), re.MULTILINE)
    return {name: default.strip("` ") for name, default in rows}


class Settings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.help = from_help()
        # The folder of the UI is where the program stands; it has no default to write down.
        cls.expected = {name: "" if name == "UI_DIR" else default for name, default in cls.help.items()}

    def test_help_lists_settings(self):
        self.assertEqual(self.help.get("PORT"), "9090")
        self.assertGreater(len(self.help), 20)

    def test_env_example_names_each_setting_with_its_default(self):
        self.assertEqual(from_env_example(), self.expected)

    def test_the_readme_names_each_setting_with_its_default(self):
        self.assertEqual(from_readme(), self.expected)

    def test_every_setting_reaches_the_container_except_those_that_it_fixes(self):
        compose = (ROOT / "docker-compose.yml").read_text()
        passed = set(re.findall(r"^      ([A-Z][A-Z0-9_]+): \$\{", compose, re.MULTILINE))
        self.assertEqual(passed, set(self.help) - FIXED_IN_CONTAINERS)


if __name__ == "__main__":
    unittest.main()
