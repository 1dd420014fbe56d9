"""The desktop program in front of the real proxy and a real Redis: typed at with xdotool, pasted to and
copied from with xclip, looked at in the frame buffer of its own Xvfb.

    desktop_test.py <chat-desktop> <chat-proxy>

From the environment: SCREENSHOTS (a folder; no picture is kept when not set).
"""
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "deploy"))
from running import SANITIZERS_OF_A_WINDOW, Program, ask, start_proxy, start_redis, wait_until  # noqa: E402

TITLE = "Memory Magic"

# Where things are in a window of 1180 by 780.
NEW_CHAT = (124, 70)
MORE_OF_FIRST = (212, 192)


class Picture:
    """The screen of an Xvfb that was started with -fbdir: an XWD file of 32 bits a pixel."""

    def __init__(self, path):
        data = path.read_bytes()
        head = struct.unpack(">25I", data[:100])
        self.width, self.height, self.row_bytes = head[4], head[5], head[12]
        assert head[11] == 32, f"{head[11]} bits a pixel"
        begin = head[0] + head[19] * 12
        self.rows = [data[begin + y * self.row_bytes:begin + y * self.row_bytes + self.width * 4]
                     for y in range(self.height)]

    def colours(self):
        return {row[x:x + 3] for row in self.rows for x in range(0, len(row), 4)}

    def save(self, path):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        lines = b"".join(b"\0" + bytes(byte for x in range(0, len(row), 4) for byte in (row[x + 2], row[x + 1], row[x]))
                         for row in self.rows)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" +
                         chunk(b"IHDR", struct.pack(">2I5B", self.width, self.height, 8, 2, 0, 0, 0)) +
                         chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


class Screen:
    def __init__(self, folder):
        self.folder = folder
        # It says on which number it listens once it does.
        self.xvfb = Program(["sh", "-c", f"exec Xvfb -noreset -displayfd 3 -screen 0 1180x780x24 -fbdir '{folder}' "
                                         f"3>'{folder}/display'"], folder / "xvfb.log")
        number = folder / "display"
        wait_until(lambda: number.exists() and number.read_text(encoding="ascii").strip(), "Xvfb listens")
        self.display = ":" + number.read_text(encoding="ascii").strip()
        self.environment = {"DISPLAY": self.display}

    def run(self, *command, **options):
        return subprocess.run(command, env={**os.environ, **self.environment}, check=True, timeout=60,
                              **options)

    def keys(self, *names):
        self.run("xdotool", "key", "--clearmodifiers", *names)

    def click(self, x, y):
        self.run("xdotool", "mousemove", str(x), str(y))
        wait_until(self.shows_something_at_rest, "what the pointer is over is shown")
        self.run("xdotool", "click", "1")

    def type(self, text):
        self.run("xdotool", "type", "--delay", "20", text)

    def copied(self):
        done = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, timeout=10,
                              env={**os.environ, **self.environment}, check=False)
        return done.stdout.decode()

    def copy(self, text):
        # xclip stays in the background to hand the text out; with its output open, this would wait for it.
        self.run("xclip", "-selection", "clipboard", "-i", input=text.encode(), stdout=subprocess.DEVNULL,
                 stderr=subprocess.DEVNULL)

    def picture(self):
        return Picture(self.folder / "Xvfb_screen0")

    def shows_something_at_rest(self):
        before = self.picture()
        time.sleep(0.3)
        return len(before.colours()) > 50 and before.rows == self.picture().rows

    def keep(self, name):
        if folder := os.environ.get("SCREENSHOTS"):
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            self.picture().save(pathlib.Path(folder) / f"desktop-{name}.png")


class Desktop:
    """The program, its window in front."""

    def __init__(self, binary, screen, folder, proxy_port):
        self.screen = screen
        self.settings = folder / "config" / "memory-magic" / "settings"
        self.program = Program(
            [binary, "--proxy", f"http://127.0.0.1:{proxy_port}"], folder / "desktop.log",
            environment={**screen.environment, **SANITIZERS_OF_A_WINDOW, "XDG_CONFIG_HOME": str(folder / "config"),
                         "LIBGL_ALWAYS_SOFTWARE": "1"})
        window = []

        def appears():
            assert not self.program.has_ended(), f"it ended: {self.program.output()}"
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{TITLE}$"], capture_output=True,
                                   env={**os.environ, **screen.environment}, text=True, check=False)
            window[:] = found.stdout.split()
            return window

        wait_until(appears, "the window appears")
        # There is no window manager that would.
        screen.run("xdotool", "windowfocus", "--sync", window[0])
        wait_until(screen.shows_something_at_rest, "the window is drawn")

    def session(self):
        lines = []

        def has_session():
            if self.settings.exists():
                lines[:] = self.settings.read_text(encoding="utf-8").splitlines()
            return any(line.startswith("session=") for line in lines)

        wait_until(has_session, f"a session is kept in {self.settings}")
        return next(line for line in lines if line.startswith("session=")).partition("=")[2]

    def processor_seconds(self):
        with open(f"/proc/{self.program.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(desktop_binary, proxy_binary):
    for tool in ("Xvfb", "xdotool", "xclip", "redis-server"):
        assert shutil.which(tool), f"{tool} is not installed; scripts/setup.sh test installs it."
    folder = pathlib.Path(tempfile.mkdtemp(prefix="memory-magic-desktop-"))
    running = []
    try:
        redis, redis_port = start_redis(folder)
        running.append(redis)
        proxy, port = start_proxy(proxy_binary, folder, redis_port, "--ui-port", "-1", DEMO_PIECE_DELAY_MS="1",
                                  OLLAMA_BASE_URL="http://127.0.0.1:9/v1")
        running.append(proxy)
        screen = Screen(folder)
        running.append(screen.xvfb)
        desktop = Desktop(desktop_binary, screen, folder, port)
        running.append(desktop.program)
        session = desktop.session()

        def texts(role):
            answer = ask(port, f"/sessions/{session}/messages").json()
            return [message["text"] for message in answer["messages"] if message["role"] == role]

        def answered(count):
            wait_until(lambda: len(texts("assistant")) == count, f"{count} answers are stored; {texts('user')}")
            wait_until(screen.shows_something_at_rest, "the answer is shown")

        print("what is typed is sent with Enter, and answered")
        screen.type("My name is Alice")
        screen.keys("Return")
        answered(1)
        assert texts("user") == ["My name is Alice"], texts("user")
        assert "Alice" in texts("assistant")[0], texts("assistant")

        print("Shift+Enter breaks the line")
        screen.type("first")
        screen.keys("shift+Return")
        screen.type("second")
        screen.keys("Return")
        answered(2)
        assert texts("user")[1] == "first\nsecond", texts("user")

        print("text of any script is pasted from the clipboard")
        screen.copy("Grüße, 你好 😀")
        screen.keys("ctrl+v")
        time.sleep(0.3)  # the X clipboard is a conversation of two programs
        screen.keys("Return")
        answered(3)
        assert texts("user")[2] == "Grüße, 你好 😀", texts("user")

        print("text is copied to the clipboard")
        screen.type("take me along")
        screen.keys("ctrl+a", "ctrl+c")
        wait_until(lambda: screen.copied() == "take me along", "the text is in the clipboard")

        print("the window shows a picture")
        picture = screen.picture()
        assert len(picture.colours()) > 50, f"only {len(picture.colours())} colours"
        screen.keep("conversation")

        print("it rests when nothing happens")

        def rests():
            before = desktop.processor_seconds()
            time.sleep(2)
            return desktop.processor_seconds() - before <= 0.1

        wait_until(rests, "2 seconds with less than a tenth of a second of work", seconds=40)

        print("a click opens the menu of a conversation in the list")

        def menu():
            return [row[4 * 240:4 * 390] for row in screen.picture().rows[200:330]]

        without_menu = menu()
        screen.click(*MORE_OF_FIRST)
        wait_until(lambda: menu() != without_menu, "the menu is open")
        wait_until(screen.shows_something_at_rest, "the menu is drawn")
        screen.keep("menu")
        screen.keys("Escape")
        screen.run("xdotool", "mousemove", "590", "390")  # else what the pointer is over is named there
        wait_until(lambda: menu() == without_menu, "the menu is closed")

        print("a connection that the proxy has closed does not end it")
        desktop.program.process.send_signal(signal.SIGPIPE)  # what the kernel does when it is written to

        print("it ends when asked, and opens the same conversation the next time")
        assert desktop.program.stop() == 0, desktop.program.output()
        desktop = Desktop(desktop_binary, screen, folder, port)
        running.append(desktop.program)
        assert desktop.session() == session
        screen.keys("ctrl+a", "BackSpace")  # the draft that was kept
        screen.type("again")
        screen.keys("Return")
        answered(4)
        assert texts("user")[3] == "again", texts("user")
        screen.keep("reopened")

        print("the first click counts")
        screen.click(*NEW_CHAT)
        wait_until(lambda: desktop.session() != session, "a new conversation is open")
        assert desktop.program.stop() == 0, desktop.program.output()
    finally:
        for program in reversed(running):
            program.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
