#!/usr/bin/env python3
"""docker-compose.yml, as Docker Compose itself understands it, keeps what the README promises."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def compose(*options, **variables):
    """`config` of the file with these variables set and no .env: the person's must not decide."""
    command = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables}
    with tempfile.NamedTemporaryFile() as empty:
        answer = subprocess.run(
            [*command, "--env-file", empty.name, "-f", "docker-compose.yml", *options, "config"],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    if answer.returncode != 0:
        raise AssertionError(answer.stderr)
    return yaml.safe_load(answer.stdout)


def published(service):
    """{container port: (address, port)} in either of the two forms that Compose prints."""
    ports = {}
    for port in service.get("ports", []):
        if isinstance(port, str):
            address, outer, inner = port.split("/")[0].rsplit(":", 2)
            ports[int(inner)] = (address, int(outer))
        else:
            ports[int(port["target"])] = (port.get("host_ip", ""), int(port["published"]))
    return ports


class ComposeFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.config = compose()
        cls.services = cls.config["services"]

    def test_the_three_services_of_the_original_are_there(self):
        self.assertEqual(set(self.services) - {"ollama"}, {"redis", "backend", "frontend"})

    def test_ui_and_api_are_published_on_this_machine_only(self):
        self.assertEqual(published(self.services["frontend"]), {3000: ("127.0.0.1", 3000)})
        self.assertEqual(published(self.services["backend"]), {9090: ("127.0.0.1", 9090)})

    def test_ports_and_address_can_be_chosen(self):
        services = compose(HOST="0.0.0.0", PORT="9191", UI_PORT="3001")["services"]
        self.assertEqual(published(services["frontend"]), {3000: ("0.0.0.0", 3001)})
        self.assertEqual(published(services["backend"]), {9090: ("0.0.0.0", 9191)})

    def test_the_backend_knows_whether_it_is_published_for_others(self):
        self.assertEqual(self.services["backend"]["environment"]["PUBLISHED_HOST"], "127.0.0.1")
        services = compose(HOST="0.0.0.0")["services"]
        self.assertEqual(services["backend"]["environment"]["PUBLISHED_HOST"], "0.0.0.0")
        self.assertNotIn("ALLOW_PUBLIC", (ROOT / "proxy/Dockerfile").read_text())

    def test_redis_is_not_published(self):
        self.assertEqual(published(self.services["redis"]), {})

    def test_redis_keeps_an_append_only_file_on_a_volume(self):
        redis = self.services["redis"]
        self.assertIn("--appendonly yes", " ".join(redis["command"]))
        self.assertIn("redis-data", str(redis["volumes"]))
        self.assertIn("redis-data", self.config["volumes"])

    def test_each_service_has_a_health_check_and_starts_after_what_it_needs(self):
        for name in ("redis", "backend", "frontend"):
            self.assertIn("healthcheck", self.services[name], name)
        self.assertEqual(self.services["backend"]["depends_on"]["redis"]["condition"], "service_healthy")
        self.assertEqual(self.services["frontend"]["depends_on"]["backend"]["condition"], "service_healthy")

    def test_no_service_of_ours_runs_as_root_or_writes_to_its_image(self):
        self.assertEqual(self.services["redis"]["user"], "redis")
        for name in ("backend", "frontend"):
            dockerfile = ROOT / self.services[name]["build"]["dockerfile"]
            users = [line.split()[1] for line in dockerfile.read_text().splitlines() if line.startswith("USER ")]
            self.assertTrue(users and users[-1] not in ("root", "0"), dockerfile)
        for name in ("redis", "backend", "frontend"):
            self.assertTrue(self.services[name]["read_only"], name)
            self.assertEqual(self.services[name]["cap_drop"], ["ALL"], name)

    def test_the_key_comes_from_the_environment_and_may_be_absent(self):
        self.assertEqual(self.services["backend"]["environment"]["OPENAI_API_KEY"], "")
        with_key = compose(OPENAI_API_KEY="sk-test")["services"]["backend"]["environment"]
        self.assertEqual(with_key["OPENAI_API_KEY"], "sk-test")

    def test_ollama_is_there_only_when_its_profile_is_asked_for(self):
        ollama = compose("--profile", "ollama")["services"]["ollama"]
        self.assertEqual(ollama["profiles"], ["ollama"])

    def test_the_build_sees_only_what_the_dockerfiles_copy(self):
        allowed = {line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines()
                   if line.startswith("!")}
        copied = set()
        for dockerfile in ("proxy/Dockerfile", "client-wasm/Dockerfile"):
            for line in (ROOT / dockerfile).read_text().splitlines():
                if line.startswith("COPY ") and "--from=" not in line:
                    copied |= {source.split("/")[0] for source in line.split()[1:-1]}
        self.assertEqual(copied, allowed)


if __name__ == "__main__":
    unittest.main()
