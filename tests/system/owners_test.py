#!/usr/bin/env python3
"""Whose sessions they are: browsers by their cookie, programs by their token, and anybody by a session's id.
usage: owners_test.py CHAT-PROXY"""
import hashlib
import http.cookies
import unittest

from playground import Playground, new_session
from streams import Stream

TOKENS = {"alice": "alice-secret-1", "bob": "bob-secret-2"}


def setUpModule():
    global here, proxy, guarded
    here = Playground()
    proxy = here.proxy()
    tokens = here.folder / "tokens"
    tokens.write_text("# who may\n" + "".join(
        f"{name}:sha256:{hashlib.sha256(token.encode()).hexdigest()}\n" for name, token in TOKENS.items()))
    guarded = here.proxy(PROXY_TOKENS_FILE=str(tokens), LOG_LEVEL="debug")


def tearDownModule():
    here.stop()


class Browser:
    """Keeps the cookie that it was given, as a browser does."""

    def __init__(self, api):
        self.api, self.cookie = api, None

    def ask(self, path, body=None, method=None):
        answer = self.api.ask(path, body, {"Cookie": self.cookie} if self.cookie else {}, method)
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def chat(self, session, message):
        return self.ask("/chat", {"session_id": session, "message": message, "provider": "demo", "mode": "stateful"})

    def sessions(self):
        return [each["id"] for each in self.ask("/sessions").json()["sessions"]]


def bearer(name):
    return {"Authorization": f"Bearer {TOKENS[name]}"}


class Browsers(unittest.TestCase):
    def setUp(self):
        self.session = new_session()

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_lasts(self):
        cookie = http.cookies.SimpleCookie(proxy.ask("/sessions").headers["set-cookie"])
        self.assertEqual(list(cookie), ["mm_owner"])
        owner = cookie["mm_owner"]
        self.assertRegex(owner.value, "^[0-9a-f]{32}$")
        self.assertTrue(owner["httponly"])
        self.assertEqual((owner["samesite"], owner["path"], owner["domain"]), ("Lax", "/", ""))
        self.assertGreaterEqual(int(owner["max-age"]), 86400 * 180)

    def test_it_is_given_once(self):
        browser = Browser(proxy)
        self.assertIn("set-cookie", browser.chat(self.session, "Hi").headers)
        self.assertNotIn("set-cookie", browser.chat(self.session, "Hi").headers)
        self.assertNotIn("set-cookie", browser.ask("/sessions").headers)

    def test_a_cookie_that_nobody_gave_out_is_replaced(self):
        for forged in ("mm_owner=", "mm_owner=admin", "mm_owner=" + "g" * 32, "mm_owner=*", "other=" + "a" * 32):
            with self.subTest(forged):
                self.assertIn("set-cookie", proxy.ask("/sessions", headers={"Cookie": forged}).headers)

    def test_a_streamed_answer_gives_the_cookie_too(self):
        stream = Stream(proxy.port, "/chat", {"message": "Hi", "provider": "demo", "session_id": self.session,
                                              "stream": True})
        stream.end()
        cookie = stream.headers["set-cookie"].split(";")[0]
        listed = proxy.ask("/sessions", headers={"Cookie": cookie}).json()["sessions"]
        self.assertEqual([each["id"] for each in listed], [self.session])

    def test_two_browsers_do_not_see_each_others_lists(self):
        one, two, other = Browser(proxy), Browser(proxy), new_session()
        one.chat(self.session, "My trip")
        two.ask("/sessions", {"session_id": other, "title": "Secret"})
        self.assertEqual((one.sessions(), two.sessions()), ([self.session], [other]))
        self.assertNotEqual(one.cookie, two.cookie)
        self.assertEqual(Browser(proxy).sessions(), [])

    def test_whoever_knows_the_id_can_use_a_session_and_it_stays_in_its_browsers_list(self):
        browser = Browser(proxy)
        browser.chat(self.session, "My name is Alice")
        answer = proxy.chat(self.session, "What is my name?")
        self.assertIn("Alice", answer.json()["response"])
        self.assertEqual(browser.sessions(), [self.session])
        self.assertEqual(proxy.ask(f"/sessions/{self.session}").status, 200)

    def test_a_list_is_newest_first_and_without_what_was_deleted(self):
        browser, ids = Browser(proxy), [new_session() for _ in range(3)]
        for session in ids:
            browser.chat(session, "Hi")
        browser.chat(ids[0], "Again")
        self.assertEqual(browser.sessions(), [ids[0], ids[2], ids[1]])
        browser.ask(f"/sessions/{ids[2]}", method="DELETE")
        browser.ask("/clear-session", {"session_id": ids[1]})
        self.assertEqual(browser.sessions(), [ids[0]])

    def test_an_import_belongs_to_whoever_brought_it(self):
        Browser(proxy).chat(self.session, "My name is Alice")
        export = proxy.ask(f"/sessions/{self.session}/export?format=json").json()
        browser = Browser(proxy)
        imported = browser.ask("/sessions/import", export).json()["id"]
        self.assertNotEqual(imported, self.session)
        self.assertEqual(browser.sessions(), [imported])


class Tokens(unittest.TestCase):
    def setUp(self):
        self.session = new_session()

    def test_without_a_valid_one_every_call_is_refused(self):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic " + TOKENS["alice"]},
                        {"Authorization": "Bearer "}, {"Authorization": TOKENS["alice"]},
                        {"Authorization": "Bearer " + hashlib.sha256(TOKENS["alice"].encode()).hexdigest()}):
            for path in ("/", "/sessions", "/models", "/metrics", "/v1/models", "/openapi.json",
                         f"/sessions/{self.session}/events", "/no-such-path"):
                with self.subTest(path, headers=headers):
                    refused = guarded.ask(path, headers=headers)
                    self.assertEqual(refused.status, 401, refused.body)
                    self.assertIn("bearer", refused.headers["www-authenticate"].lower())
            refused = guarded.chat(self.session, "Hi", headers)
            self.assertEqual((refused.status, refused.json()["error"]["code"]), (401, "unauthorized"))
        self.assertEqual(guarded.ask(f"/sessions/{self.session}", headers=bearer("alice")).status, 404)

    def test_whether_it_lives_and_is_ready_is_told_to_everybody(self):
        self.assertEqual(guarded.ask("/healthz").status, 200)
        self.assertEqual(guarded.ask("/readyz").status, 200)

    def test_each_token_has_its_own_list_whatever_the_cookie(self):
        guarded.chat(self.session, "My name is Alice", bearer("alice"))
        browser = Browser(proxy)
        browser.ask("/sessions")

        def listed(name, **more):
            return [each["id"] for each in
                    guarded.ask("/sessions", headers={**bearer(name), **more}).json()["sessions"]]

        self.assertEqual(listed("alice")[0], self.session)
        self.assertEqual(listed("alice", Cookie=browser.cookie), listed("alice"))
        self.assertNotIn(self.session, listed("bob"))
        self.assertEqual(browser.sessions(), [])

    def test_a_session_is_there_for_its_token_only_whoever_knows_or_guesses_its_id(self):
        turn = guarded.chat(self.session, "My name is Alice", bearer("alice")).json()["message"]["turn_id"]
        session, message = f"/sessions/{self.session}", f"/sessions/{self.session}/messages/m0000000000"
        before = guarded.ask(f"{session}/export", headers=bearer("alice")).json()
        for method, path, body in (
                ("GET", session, None), ("GET", f"{session}/export", None), ("GET", f"{session}/turns/{turn}", None),
                ("PATCH", session, {"title": "Bob's"}), ("DELETE", session, None), ("PATCH", message, {"excluded": True}),
                ("DELETE", message, None), ("PATCH", f"{session}/turns/{turn}", {"current": "m0000000000"}),
                ("POST", f"{session}/turns/{turn}/replay", {}), ("POST", f"{session}/turns/{turn}/cancel", {})):
            with self.subTest(path, method=method):
                self.assertEqual(guarded.ask(path, body, bearer("bob"), method).status, 404)
        self.assertEqual(guarded.ask(f"{session}/messages", headers=bearer("bob")).json()["messages"], [])
        self.assertEqual(guarded.ask("/clear-session", {"session_id": self.session}, bearer("bob")).status, 200)
        events = Stream(guarded.port, f"{session}/events", headers=bearer("bob"))
        asked = guarded.ask("/v1/responses", {"model": "demo", "input": "What is my name?"},
                            {**bearer("bob"), "X-Session-Id": self.session})
        self.assertEqual((asked.status, asked.headers["x-session-id"]), (200, self.session))
        self.assertNotIn("Alice", asked.body.decode())
        guarded.chat(self.session, "My name is Bob", bearer("bob"))
        self.assertIn("Bob", str(events.wait("message", 3).data))
        self.assertNotIn("Alice", str([event.data for event in events.events]))
        events.hang_up()
        after = guarded.ask(f"{session}/export", headers=bearer("alice")).json()
        self.assertEqual(after["messages"], before["messages"])
        answer = guarded.chat(self.session, "What is my name?", bearer("alice"))
        self.assertIn("Alice", answer.json()["response"])

    def test_with_a_token_too_ids_are_what_was_asked_for(self):
        answer = guarded.chat(self.session, "Hi", bearer("alice")).json()
        turn = answer["message"]["turn_id"]
        info = guarded.ask(f"/sessions/{self.session}", headers=bearer("alice")).json()
        self.assertEqual(info["redis_key"], "chat:session:{alice:" + self.session + "}:messages")
        exported = guarded.ask(f"/sessions/{self.session}/export", headers=bearer("alice"))
        self.assertIn(f'"{self.session}.json"', exported.headers["content-disposition"])
        compared = guarded.ask("/compare", {"message": "Hi", "session_id": self.session, "provider": "demo", "stream": False,
                                            "lanes": [{}, {}]}, bearer("alice")).json()
        record = guarded.ask(f"/sessions/{self.session}/turns/{turn}", headers=bearer("alice")).json()
        stream = guarded.stream(self.session, "Hi", bearer("alice"))
        stream.end()
        for id in (answer["session_id"], info["id"], exported.json()["session"]["id"], compared["session_id"],
                   record["session_id"], stream.wait("context").data["session_id"]):
            self.assertEqual(id, self.session)
        for path, body in (("/sessions", {"title": "New"}), ("/sessions/import", exported.json())):
            new = guarded.ask(path, body, bearer("alice")).json()["id"]
            self.assertRegex(new, "^session_[0-9a-f]{32}$")
            self.assertEqual(guarded.ask(f"/sessions/{new}", headers=bearer("alice")).status, 200)
            self.assertEqual(guarded.ask(f"/sessions/{new}", headers=bearer("bob")).status, 404)
        new = guarded.ask("/chat", {"message": "Hi", "provider": "demo", "mode": "stateful"}, bearer("alice")).json()
        self.assertRegex(new["session_id"], "^session_[0-9a-f]{32}$")
        self.assertEqual(len(guarded.ask(f"/sessions/{new['session_id']}/messages",
                                         headers=bearer("alice")).json()["messages"]), 2)

    def test_with_a_token_no_cookie_is_given(self):
        self.assertNotIn("set-cookie", guarded.ask("/sessions", headers=bearer("bob")).headers)

    def test_openais_clients_send_theirs_as_the_key(self):
        body = {"model": "demo", "messages": [{"role": "user", "content": "Hi"}]}
        self.assertEqual(guarded.ask("/v1/chat/completions", body, bearer("alice")).status, 200)
        refused = guarded.ask("/v1/chat/completions", body, {"Authorization": "Bearer wrong"})
        self.assertEqual(refused.status, 401)
        self.assertIsInstance(refused.json()["error"]["message"], str)

    def test_a_token_is_in_no_log_line(self):
        guarded.chat(self.session, "Hi", bearer("alice"))
        guarded.ask("/sessions", headers={"Authorization": "Bearer wrong-but-private"})
        for secret in (*TOKENS.values(), "wrong-but-private"):
            self.assertNotIn(secret, guarded.program.output())


if __name__ == "__main__":
    unittest.main()
