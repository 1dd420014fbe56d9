#!/usr/bin/env python3
"""Our shell scripts are well-formed, and start.sh reads .env as the proxy does."""
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def scripts():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.sh", ".ci/run"],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [path for path in listed if path]


def setting(name, default, env_file, environment=None):
    """What scripts/settings.sh finds for a name."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".env").write_bytes(env_file.encode())
        answer = subprocess.run(
            ["bash", "-euc", f'project=$1; source "{ROOT}/scripts/settings.sh"; setting "$2" "$3"', "bash",
             folder, name, default],
            env={"PATH": "/usr/bin:/bin", **(environment or {})}, capture_output=True, text=True)
        if answer.returncode != 0:
            raise AssertionError(answer.stderr)
        return answer.stdout


class Scripts(unittest.TestCase):
    def test_bash_can_read_every_script(self):
        self.assertGreater(len(scripts()), 5)
        for path in scripts():
            subprocess.run(["bash", "-n", path], cwd=ROOT, check=True)

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_shellcheck_finds_nothing(self):
        ours = [path for path in scripts() if not path.startswith("tests/")]
        answer = subprocess.run(["shellcheck", "-x", *ours], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(answer.stdout, "")


class Weigh(unittest.TestCase):
    def weigh(self, **sizes):
        with tempfile.TemporaryDirectory() as site:
            for name, size in {"index_html": 10, **sizes}.items():
                (Path(site) / name.replace("_", ".")).write_bytes(b"x" * size)
            return subprocess.run([ROOT / "scripts/weigh.sh", site], capture_output=True, text=True)

    def test_each_file_counts_in_its_smallest_form(self):
        answer = self.weigh(app_wasm=900_000, app_wasm_gz=500_000, app_wasm_br=300_000, app_js=90_000)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stdout.split("\n")[-2].split(), ["990010", "590010", "390010", "all"])

    def test_more_than_400_kB_are_refused_in_words(self):
        answer = self.weigh(app_wasm=900_000, app_wasm_br=400_000)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("weighs 400010 bytes", answer.stderr)

    def test_without_a_build_it_says_how_to_get_one(self):
        with tempfile.TemporaryDirectory() as empty:
            answer = subprocess.run([ROOT / "scripts/weigh.sh", empty], capture_output=True, text=True)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("scripts/build.sh web", answer.stderr)


class EnvFile(unittest.TestCase):
    def test_the_environment_comes_before_the_file_and_the_file_before_the_default(self):
        self.assertEqual(setting("REDIS_PORT", "6379", "REDIS_PORT=7000\n", {"REDIS_PORT": "7001"}), "7001")
        self.assertEqual(setting("REDIS_PORT", "6379", "REDIS_PORT=7000\n"), "7000")
        self.assertEqual(setting("REDIS_PORT", "6379", ""), "6379")

    def test_an_empty_value_counts_as_not_set(self):
        self.assertEqual(setting("REDIS_PORT", "6379", "REDIS_PORT=\n", {"REDIS_PORT": ""}), "6379")

    def test_comments_quotes_export_and_windows_line_ends_are_understood(self):
        self.assertEqual(setting("A", "", "A=x # why\n"), "x")
        self.assertEqual(setting("A", "", "A=x#y\n"), "x#y")
        self.assertEqual(setting("A", "", 'A="x # y"\n'), "x # y")
        self.assertEqual(setting("A", "", "A='x'\r\n"), "x")
        self.assertEqual(setting("A", "", "export A = x\r\n"), "x")
        self.assertEqual(setting("A", "d", "#A=x\nAA=y\n"), "d")
        self.assertEqual(setting("A", "", "A=1\nA=2"), "2")

    def test_the_file_is_never_executed(self):
        self.assertEqual(setting("A", "", "A=$(echo hacked)`id`\n"), "$(echo hacked)`id`")


if __name__ == "__main__":
    unittest.main()
