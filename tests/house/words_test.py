#!/usr/bin/env python3
"""The words of the UI: every language complete in its places, every word used, none left in the code."""
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "assets" / "words"
LINE = re.compile(r"^([a-z][a-z0-9_]*(?:\.one|\.other)?) = (.+)$")

# Where a text with a capital and a blank is not for people.
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
SENTENCE = re.compile(r'^"[^"]*[A-Z][^"]* [^"]*"$')
NOT_FOR_PEOPLE = {
    # Names of windows of Dear ImGui, which are never shown; what programs are called and say.
    '"Memory Magic"', '"Side panel"', '"What was sent"', '"Body of the request"',
    '"Message menu"',
    '"redis-cli --raw GET "', '"redis-cli TTL "', '"HTTP "',
}


def read(path):
    return dict(LINE.match(line).groups() for line in path.read_text(encoding="utf-8").split("\n")
                if line and not line.startswith("#"))


def places(text):
    return sorted(set(re.findall(r"\{\d\}", text)))


def sources(*patterns):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return {path: (ROOT / path).read_text(encoding="utf-8")
            for path in listed if path and (ROOT / path).is_file()}


class Words(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.english = read(WORDS / "en.txt")
        cls.code = "\n".join(sources("client-wasm/*.cpp", "client-wasm/*.h").values())

    def test_there_is_something_to_read(self):
        self.assertGreater(len(self.english), 200)

    def test_every_language_has_only_known_keys_and_the_same_places(self):
        for path in WORDS.glob("*.txt"):
            for key, text in read(path).items():
                self.assertIn(key, self.english, path.name)
                # "one" may say the number in a word.
                if key.endswith(".one"):
                    self.assertLessEqual(set(places(text)), set(places(self.english[key[:-3] + "other"])))
                else:
                    self.assertEqual(places(text), places(self.english[key]), f"{path.name}: {key}")

    def test_every_language_is_named_in_the_build_and_begins_with_its_name(self):
        named = re.search(r"set\(MAGIC_LANGUAGES ([a-z ]+)\)",
                          (ROOT / "client-wasm/words/CMakeLists.txt").read_text(encoding="utf-8")).group(1).split()
        self.assertEqual(sorted(named), sorted(path.stem for path in WORDS.glob("*.txt")))
        self.assertEqual(named[0], "en")
        for path in WORDS.glob("*.txt"):
            self.assertEqual(next(iter(read(path))), "language_name", path.name)

    def test_a_plural_has_both_forms_beside_each_other(self):
        keys = list(self.english)
        for at, key in enumerate(keys):
            if key.endswith(".one"):
                self.assertEqual(keys[at + 1], key[:-3] + "other")
            if key.endswith(".other"):
                self.assertEqual(keys[at - 1], key[:-5] + "one")

    def test_no_word_holds_what_ends_a_name_in_dear_imgui(self):
        self.assertEqual([key for key, text in self.english.items() if "##" in text], [])

    def test_every_word_is_used(self):
        used = set(re.findall(r"\b(?:Word|Plural)::([a-z0-9_]+)", self.code)) | {"language_name"}
        self.assertEqual(sorted({key.split(".")[0] for key in self.english} - used), [])

    def test_no_sentence_stands_in_the_views(self):
        wrong = []
        for path, text in sources("client-wasm/views/*.cpp", "client-wasm/views/*.h").items():
            code = re.sub(r"//.*", "", re.sub(r"#include.*", "", text))
            wrong += [f"{path}: {literal}" for literal in LITERAL.findall(code)
                      if SENTENCE.match(literal) and literal not in NOT_FOR_PEOPLE]
        self.assertEqual(wrong, [], "the words of the UI stand in assets/words/")


if __name__ == "__main__":
    unittest.main()
