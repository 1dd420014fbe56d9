#!/usr/bin/env python3
"""The include rules of docs/architecture.md, kept by reading the sources."""
import fnmatch
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A library's headers, and the only files that may include them.
LIBRARIES = {
    r"httplib": ["proxy/http/*", "proxy/providers/upstream*", "client-wasm/api/transport_native.cpp",
                 "tests/*"],
    r"hiredis": ["proxy/store/redis_connection.*"],
    r"nlohmann/": ["shared/json_fields.h"],
    r"(imgui|imconfig|imstb)": ["client-wasm/app.*", "client-wasm/views/*", "client-wasm/platform/*",
                                "tests/client/views/*", "tests/client/platform/*", "bench/*"],
    r"(SDL|GLES|GL/)": ["client-wasm/platform/*", "tests/client/platform/*"],
    r"emscripten": ["client-wasm/platform/*", "client-wasm/api/transport_web.cpp"],
    r"md4c": ["client-wasm/views/markdown*.cpp"],
    r"(ft2build|freetype/|fontconfig/|hb)": ["client-wasm/platform/*"],
    r"unicode/": ["client-wasm/text/*_icu.cpp", "tests/client/text/*"],
    r"catch2/": ["tests/*", "bench/*"],
}

# Files of one folder may not include the other.
FORBIDDEN = {
    "shared/*": ["client-wasm/", "proxy/"],
    "client-wasm/*": ["proxy/"],
    "proxy/*": ["client-wasm/"],
    "client-wasm/model/*": ["client-wasm/views/", "client-wasm/platform/", "client-wasm/api/transport"],
    "client-wasm/text/*": ["client-wasm/api/", "client-wasm/control/", "client-wasm/model/", "client-wasm/views/"],
    "client-wasm/words/*": ["client-wasm/api/", "client-wasm/control/", "client-wasm/model/", "client-wasm/views/",
                            "client-wasm/platform/"],
    "client-wasm/control/*": ["client-wasm/views/", "client-wasm/platform/"],
    "client-wasm/views/*": ["client-wasm/api/", "client-wasm/platform/platform_"],
    "proxy/base/*": ["proxy/http/", "proxy/config/", "proxy/chat/", "proxy/memory/", "proxy/providers/", "proxy/store/"],
    "proxy/observe/*": ["proxy/http/", "proxy/config/", "proxy/memory/", "proxy/providers/", "proxy/store/"],
    "proxy/chat/*": ["proxy/http/", "proxy/config/", "proxy/observe/"],
    "proxy/openai_face/*": ["proxy/http/", "proxy/config/", "proxy/observe/", "proxy/memory/", "proxy/store/"],
    "proxy/providers/*": ["proxy/http/", "proxy/config/", "proxy/store/", "proxy/chat/"],
    "proxy/store/*": ["proxy/http/", "proxy/config/", "proxy/chat/", "proxy/providers/", "proxy/memory/"],
    "proxy/memory/*": ["proxy/http/", "proxy/config/", "proxy/chat/"],
}

# Small things that every part of the proxy may use.
FOR_ALL = {"proxy/base/cancel.h", "proxy/chat/clock.h"}

PLATFORM_MACRO = re.compile(
    r"^\s*#\s*(if|ifdef|ifndef|elif)\b.*\b(__EMSCRIPTEN__|EMSCRIPTEN|_WIN32|_MSC_VER|__linux__|__APPLE__|__ANDROID__)\b",
    re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def sources():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.h", "*.cpp", "*.c", "*.hpp"],
        cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return {path: (ROOT / path).read_text(encoding="utf-8")
            for path in listed if path and (ROOT / path).is_file()}


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


class IncludeRules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sources = sources()
        cls.includes = [(path, header) for path, text in cls.sources.items() for header in INCLUDE.findall(text)]

    def test_there_is_something_to_read(self):
        self.assertGreater(len(self.includes), 100)

    def test_each_library_is_included_in_its_few_files_only(self):
        for header_pattern, allowed in LIBRARIES.items():
            wrong = [f"{path} includes {header}" for path, header in self.includes
                     if re.match(header_pattern, header) and not matches(path, allowed)]
            self.assertEqual(wrong, [], f"only {allowed} may include {header_pattern}")

    def test_shared_includes_neither_side_and_no_part_includes_what_stands_above_it(self):
        for files, forbidden in FORBIDDEN.items():
            wrong = [f"{path} includes {header}" for path, header in self.includes
                     if fnmatch.fnmatch(path, files) and header.startswith(tuple(forbidden))]
            self.assertEqual(wrong, [])

    def test_own_headers_are_included_from_the_project_root(self):
        own = {path for path in self.sources if path.endswith(".h")}
        names = {Path(path).name for path in own}
        wrong = [f"{path} includes {header}" for path, header in self.includes
                 if header not in own and ("/" not in header or header.startswith(".")) and header in names]
        self.assertEqual(wrong, [])

    def test_no_platform_is_asked_for_in_the_code_because_cmake_chooses_files(self):
        wrong = [path for path, text in self.sources.items()
                 if not path.startswith("tests/") and PLATFORM_MACRO.search(text)]
        self.assertEqual(wrong, [])

    def test_every_header_is_guarded(self):
        wrong = [path for path, text in self.sources.items()
                 if path.endswith(".h") and "#pragma once" not in text]
        self.assertEqual(wrong, [])

    def test_no_third_party_source_is_in_the_tree(self):
        marks = re.compile(r"(?i)^\s*(//|\*|/\*).*\bcopyright\b", re.MULTILINE)
        wrong = [path for path, text in self.sources.items() if marks.search(text)]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
