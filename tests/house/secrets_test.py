#!/usr/bin/env python3
"""A secret's text is asked for only where it is sent or taken out of other text (proxy/base/secret.h)."""
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

MAY_REVEAL = {
    "proxy/providers/upstream_request.cpp",  # sent to the provider
    "proxy/providers/redacted.cpp",          # looked for in what a provider says
    "proxy/providers/redacting_sink.cpp",    # looked for in an answer
    "proxy/store/redis_connection.cpp",      # sent to Redis
    "proxy/store/redis_errors.cpp",          # looked for in what Redis says
}


class Secrets(unittest.TestCase):
    def test_a_secret_is_revealed_in_these_files_and_in_no_other(self):
        found = {str(path.relative_to(ROOT)) for path in (ROOT / "proxy").rglob("*.cpp")
                 if re.search(r"[.>]reveal\(\)", path.read_text(encoding="utf-8"))}
        self.assertEqual(found, MAY_REVEAL)

    def test_no_header_reveals_one(self):
        found = [str(path) for path in (ROOT / "proxy").rglob("*.h")
                 if re.search(r"[.>]reveal\(\)", path.read_text(encoding="utf-8"))]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
