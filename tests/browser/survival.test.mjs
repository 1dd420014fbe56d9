// What the page survives: a proxy that goes away in the middle, a network that flaps, sleep, a hidden
// tab, storage that is full, a program that cannot run, and messages nobody should have sent.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '30'});

// A browser writes a line of its own for every request that fails.
const expect_network_faults = (chat) =>
    (chat.faults = chat.faults.filter((fault) => !/Failed to load resource|net::ERR/.test(fault)));

const say_by_curl = async (session, message) => {
  const answer = await fetch(`${chat_with.system.url}/api/chat`, {
    method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({message, mode: 'stateful', provider: 'demo', session_id: session}),
  });
  assert.equal(answer.status, 200);
};

async function with_answer(chat) {
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
}

const alerts = (chat) => chat.page.locator('#alerts').textContent();

test('live events go on after the proxy was restarted, with what was said meanwhile', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  await say_by_curl(await chat.session(), 'Before');
  await chat.says('You', 'Before');
  chat_with.system.proxy.child.kill('SIGKILL');
  await until('it is said aloud', async () => /proxy does not answer/.test(await alerts(chat)));
  await chat_with.system.start_proxy();
  await say_by_curl(await chat.session(), 'Meanwhile');
  await chat.says('You', 'Meanwhile', 40);
  await say_by_curl(await chat.session(), 'And live again');
  await chat.says('You', 'And live again');
  assert.deepEqual((await chat.spoken()).filter(([by]) => by === 'You').map(([, text]) => text),
                   ['My name is Alice', 'Before', 'Meanwhile', 'And live again']);
  expect_network_faults(chat);
});

test('a network that flaps costs nothing that was said', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  for (const word of ['One', 'Two']) {
    await chat.context.setOffline(true);
    await until('the page has noticed', async () => /does not answer/.test(
        await chat.page.locator('#widgets').textContent()));
    await say_by_curl(await chat.session(), word);
    await chat.context.setOffline(false);
    await chat.says('You', word, 40);
  }
  expect_network_faults(chat);
});

test('a page that was put to sleep goes on where others are by now', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  const devtools = await chat.context.newCDPSession(chat.page);
  await devtools.send('Page.setWebLifecycleState', {state: 'frozen'});
  await say_by_curl(await chat.session(), 'While you slept');
  await devtools.send('Page.setWebLifecycleState', {state: 'active'});
  await chat.says('You', 'While you slept');
  expect_network_faults(chat);
});

test('a hidden tab draws nothing while an answer comes, and has it all afterwards', async () => {
  const chat = await chat_with.open();
  const hide = (hidden) => chat.page.evaluate((gone) => {
    Object.defineProperty(document, 'hidden', {configurable: true, get: () => gone});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Nice');
  await hide(true);
  await chat.page.waitForTimeout(300);
  const before = await chat.frames();
  await until('the title says so', async () => (await chat.page.title()).startsWith('Answer ready'));
  assert.equal(await chat.frames(), before);
  await hide(false);
  await until('it is drawn', async () => (await chat.frames()) > before);
  const [, answer] = await chat_with.system.messages(await chat.session());
  assert.equal((await chat.spoken())[1][1], answer.text);
});

test('while an answer comes, at most one frame is drawn per frame of the display', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Nice');
  const [drawn, shown] = await chat.page.evaluate(() => new Promise((done) => {
    const first = window.memoryMagic.frames;
    let shown = 0;
    const count = () => {
      shown++;
      const busy = document.querySelector('#spoken [aria-busy]');
      if (busy && shown < 200)
        requestAnimationFrame(count);
      else
        done([window.memoryMagic.frames - first, shown]);
    };
    requestAnimationFrame(count);
  }));
  assert.ok(shown > 3, `${shown} frames of the display were seen`);
  assert.ok(drawn <= shown + 1, `${drawn} drawn in ${shown}`);
});

test('where the storage is full, the chat works all the same', async () => {
  const chat = await chat_with.open();
  await chat.page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await chat.page.reload();
  await chat.ready();
  await with_answer(chat);
  assert.equal(await alerts(chat), '');
});

test('a hostile message harms nothing: control characters, and a line of 100,000 characters', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  const hostile = 'a\u0007\u001b[31m\u202e\u2066\ufeff<script>alert(1)</script>&amp;##\u{10ffff}';
  await say_by_curl(await chat.session(), hostile);
  await chat.says('You', '<script>alert(1)</script>');
  await say_by_curl(await chat.session(), 'x'.repeat(100000));
  await until('the long line is there', async () =>
      (await chat.spoken()).some(([by, text]) => by === 'You' && text.length >= 100000));
  await chat.settled();
  await chat.send('Still here');
  await chat.says('You', 'Still here');
  await chat.answered();
});

for (const [what, answer] of [
  ['is not there', (route) => route.fulfill({status: 404, body: 'Not found'})],
  ['is blocked', (route) => route.abort('blockedbyclient')],
  ['is damaged', (route) => route.fulfill({contentType: 'application/wasm', body: 'not a program'})]]) {
  test(`where the program ${what}, the page says so in words`, async (t) => {
    const context = await chat_with.browser.newContext();
    t.after(() => context.close());
    const page = await context.newPage();
    await page.route('**/*.wasm', answer);
    await page.goto(chat_with.system.url);
    await page.locator('.stopped #notice-words').waitFor({state: 'visible'});
    assert.match(await page.locator('#notice-words').textContent(), /could not be loaded/);
    assert.ok(!(await page.locator('#skeleton').isVisible()));
  });
}
