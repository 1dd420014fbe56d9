#!/usr/bin/env python3
"""Carries out both Dockerfiles without Docker, in copies of a bare Debian folder, then runs what they
made as the compose file would: its users, its health checks, its names, in a network of its own.

  debootstrap --variant=minbase bookworm /tmp/bookworm
  tests/deploy/run_dockerfiles.py /tmp/bookworm

Needs root, some minutes and a gigabyte or three, so ctest does not run it.
"""
import contextlib
import ctypes
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from running import Program, ask, start_redis, wait_until

ROOT = Path(__file__).resolve().parents[2]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Stage:
    def __init__(self, base, root):
        subprocess.run(["cp", "-a", "--reflink=auto", base, root], check=True)
        self.root, self.folder, self.user, self.entrypoint = root, "/", "0", []
        self.environment = {"PATH": PATH, "HOME": "/root"}

    def chroot(self, command, user="0"):
        become = [] if user == "0" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        return ["chroot", str(self.root), "/usr/bin/env", "-i",
                *(f"{name}={value}" for name, value in self.environment.items()), *become, *command]

    @contextlib.contextmanager
    def mounted(self):
        for folder in ("proc", "dev"):
            subprocess.run(["mount", "--bind", f"/{folder}", self.root / folder], check=True)
        try:
            yield
        finally:
            for folder in ("dev", "proc"):
                subprocess.run(["umount", "--lazy", self.root / folder], check=True)

    def run(self, command):
        with self.mounted():
            subprocess.run(self.chroot(["bash", "-ec", f"cd {shlex.quote(self.folder)} && {command}"]), check=True,
                           stdin=subprocess.DEVNULL)

    def copy(self, sources, target, start):
        inside = self.root / os.path.join(self.folder, target).lstrip("/")
        for source in sources:
            if start == ROOT:  # the build's context: what git has, not what lies around
                files = subprocess.run(["git", "ls-files", source], cwd=ROOT, capture_output=True, text=True,
                                       check=True).stdout.split()
                pairs = [(ROOT / file, inside / os.path.relpath(file, source) if source.endswith("/")
                          else inside / file if target.endswith("/") else inside) for file in files]
            else:
                outer = start / source.lstrip("/")
                pairs = [(file, inside / file.relative_to(outer)) for file in outer.rglob("*") if file.is_file()] \
                    if outer.is_dir() else [(outer, inside)]
            if not pairs:
                raise AssertionError(f"COPY {source}: there is nothing")
            for file, copy in pairs:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)


def build(dockerfile, base, work):
    stages, stage = {}, None
    text = re.sub(r"\\\n\s*", "", (ROOT / dockerfile).read_text())
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word in ("", "#") or word.startswith("#"):
            continue
        print(f"{dockerfile}: {line}", flush=True)
        if word == "FROM":
            image, *named = rest.split()
            assert image.startswith("debian:bookworm"), image
            stage = Stage(base, work / f"{Path(dockerfile).parent}-{len(stages)}")
            stages[named[1] if named else ""] = stage
        elif word == "WORKDIR":
            stage.folder = rest
            (stage.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif word == "COPY":
            *sources, target = [part for part in rest.split() if not part.startswith("--")]
            origin = re.match(r"--from=(\S+)", rest)
            stage.copy(sources, target, stages[origin[1]].root if origin else ROOT)
        elif word == "RUN":
            stage.run(rest)
        elif word == "USER":
            stage.user = rest.split(":")[0]
        elif word == "ENV":
            stage.environment.update(pair.split("=", 1) for pair in rest.split())
        elif word == "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        else:
            assert word == "EXPOSE", f"unknown instruction {word}"
    return stage


def start(stage, work, name, **environment):
    stage.environment.update(environment)
    user = stage.user if stage.user.isdigit() else subprocess.run(
        stage.chroot(["id", "-u", stage.user]), capture_output=True, text=True, check=True).stdout.strip()
    return Program(stage.chroot(stage.entrypoint, user), work / f"{name}.log")


def healthy(stage, service):
    test = service["healthcheck"]["test"]
    assert test[0] == "CMD"
    return subprocess.run(stage.chroot(test[1:], "10001"), capture_output=True).returncode == 0


def main(base):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    with contextlib.ExitStack() as at_end:
        work = Path(tempfile.mkdtemp(prefix="magic-images-", dir=Path(base).parent))
        at_end.callback(shutil.rmtree, work)
        backend = build(services["backend"]["build"]["dockerfile"], base, work)
        frontend = build(services["frontend"]["build"]["dockerfile"], base, work)
        for stage in (backend, frontend):
            at_end.enter_context(stage.mounted())

        CLONE_NEWNET = 0x40000000
        assert ctypes.CDLL(None).unshare(CLONE_NEWNET) == 0
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        with open(frontend.root / "etc/hosts", "a", encoding="ascii") as hosts:
            hosts.write("127.0.0.1 backend\n")

        redis, redis_port = start_redis(work)
        at_end.callback(redis.stop)
        proxy = start(backend, work, "proxy", REDIS_HOST="127.0.0.1", REDIS_PORT=str(redis_port), PUBLISHED_HOST="127.0.0.1")
        at_end.callback(proxy.stop)
        wait_until(lambda: healthy(backend, services["backend"]), "backend is healthy: " + proxy.output())
        nginx = start(frontend, work, "nginx")
        at_end.callback(nginx.stop)
        wait_until(lambda: healthy(frontend, services["frontend"]), "frontend is healthy: " + nginx.output())

        assert b"<html" in ask(3000, "/").body
        name = re.search(rb'href="(app\.[0-9a-f]+\.wasm)"', ask(3000, "/").body).group(1).decode()
        wasm = ask(3000, "/" + name, headers={"Accept-Encoding": "br"})
        assert wasm.headers["content-encoding"] == "br", wasm.headers
        chat = ask(3000, "/api/chat", {"message": "My name is Alice", "provider": "demo"}).json()
        assert "Alice" in chat["response"], chat
        proxy.stop()
        wait_until(lambda: not healthy(backend, services["backend"]), "a dead backend is not healthy")
        for stage in (backend, frontend):
            size = subprocess.run(["du", "-smx", stage.root], capture_output=True, text=True).stdout.split()[0]
            print(f"{stage.root.name}: {size} MB with its Debian")
        print("Both images work.")


if __name__ == "__main__":
    main(sys.argv[1])
