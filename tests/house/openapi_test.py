#!/usr/bin/env python3
"""assets/openapi.json can be relied on: it is JSON, its names are unique, and what it points to is there. That its
calls are those of the proxy is tested in C++ (tests/proxy/http/openapi_test.cpp)."""
import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("get", "post", "patch", "delete")


def no_key_twice(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key stands twice among {keys}"
    return dict(pairs)


def values(node):
    """Every object in it, itself included."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from values(value)
    elif isinstance(node, list):
        for value in node:
            yield from values(value)


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        text = (ROOT / "assets/openapi.json").read_text(encoding="utf-8")
        cls.api = json.loads(text, object_pairs_hook=no_key_twice)
        cls.operations = [(path, method, item[method]) for path, item in cls.api["paths"].items() for method in METHODS
                          if method in item]

    def resolve(self, reference):
        node = self.api
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def test_it_is_openapi_3_1_of_this_version_of_the_project(self):
        self.assertEqual(self.api["openapi"], "3.1.0")
        version = re.search(r"^project\(\w+ VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
        self.assertEqual(self.api["info"]["version"], version[1])

    def test_operation_ids_are_unique(self):
        ids = [operation["operationId"] for _, _, operation in self.operations]
        self.assertGreater(len(ids), 20)
        self.assertEqual(sorted(ids), sorted(set(ids)))

    def test_every_reference_leads_somewhere_and_every_component_is_used(self):
        references = {node["$ref"] for node in values(self.api) if "$ref" in node}
        for reference in references:
            self.resolve(reference)
        parts = {f"#/components/{kind}/{name}" for kind, named in self.api["components"].items() for name in named
                 if kind != "securitySchemes"}
        # Described in words only, as the data of events.
        self.assertEqual(parts - references, {"#/components/schemas/TurnStart"})

    def test_the_parameters_of_a_path_are_described(self):
        for path, item in self.api["paths"].items():
            described = [self.resolve(each["$ref"]) if "$ref" in each else each for each in item.get("parameters", [])]
            self.assertEqual([each["name"] for each in described], re.findall(r"\{(\w+)\}", path), path)

    def test_every_operation_has_a_summary_a_known_tag_and_a_good_answer(self):
        tags = {tag["name"] for tag in self.api["tags"]}
        for path, method, operation in self.operations:
            self.assertTrue(operation["summary"], f"{method} {path}")
            self.assertLessEqual(set(operation["tags"]), tags, f"{method} {path}")
            self.assertTrue({"200", "201"} & set(operation["responses"]), f"{method} {path}")

    def test_required_fields_are_described(self):
        for node in values(self.api["components"]["schemas"]):
            if isinstance(node.get("required"), list):
                self.assertLessEqual(set(node["required"]), set(node["properties"]))

    def test_the_names_of_enumerations_are_those_of_the_code(self):
        names = (ROOT / "shared/names.cpp").read_text()
        in_code = set(re.findall(r'"([a-z_]+)"', names))
        for schema in ("Mode", "ProviderId", "MemoryStrategy", "Ending", "ContextReason"):
            self.assertLessEqual(set(self.api["components"]["schemas"][schema]["enum"]), in_code, schema)
        self.assertLessEqual(set(self.api["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]), in_code)


if __name__ == "__main__":
    unittest.main()
