// For people who do not see the canvas: axe-core on every kind of page, the parts and states that a
// screen reader is told, what is announced, and a walk by the keyboard through all that can be pressed.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {audit} from './support/axe.mjs';
import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

async function with_answer(chat) {
  await chat.press('checkbox', 'Memory: on');
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
}

// A page that is not waited for.
async function plain_page(t, options = {}) {
  const context = await chat_with.browser.newContext(options);
  t.after(() => context.close());
  return context.newPage();
}

test('axe-core finds nothing on the first run', async () => {
  const chat = await chat_with.open();
  await chat.settled();
  await audit(chat.page, 'first run');
});

test('axe-core finds nothing in a conversation, with the inspector and with a list open', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  await chat.settled();
  await audit(chat.page, 'conversation');
  await chat.press('button', 'Memory strategy: Whole conversation');
  await chat.widget('checkbox', 'Last messages').waitFor({state: 'attached'});
  await audit(chat.page, 'popover');
  await chat.page.keyboard.press('Escape');
  await chat.widget('checkbox', 'Last messages').waitFor({state: 'detached'});
  await chat.press('button', 'More for My name is Alice');
  await chat.widget('button', 'Rename').waitFor({state: 'attached'});
  await audit(chat.page, 'menu of a chat');
  await chat.page.keyboard.press('Escape');
  await chat.press('button', 'Inspector');
  await chat.widget('button', 'Sent: you, My name is Alice').waitFor({state: 'attached'});
  await audit(chat.page, 'inspector');
});

test('axe-core finds nothing on the pages of comparison and tour', async () => {
  const chat = await chat_with.open();
  await chat.press('button', 'Compare');
  await chat.press('button', 'Lane A memory: Memory off');
  await chat.widget('checkbox', 'Summary').waitFor({state: 'attached'});
  await audit(chat.page, 'comparison, choosing');
  await chat.page.keyboard.press('Escape');
  await chat.widget('checkbox', 'Summary').waitFor({state: 'detached'});
  await audit(chat.page, 'comparison');
  await chat.press('button', 'Tour');
  await chat.press('button', 'Run Memory toggle');
  await chat.widget('button', 'Memory toggle: passed').waitFor({state: 'attached'});
  await audit(chat.page, 'tour');
});

test('axe-core finds nothing on a phone, and with its menu open', async () => {
  const chat = await chat_with.open({
    viewport: {width: 390, height: 800}, deviceScaleFactor: 2, hasTouch: true, isMobile: true});
  await with_answer(chat);
  await audit(chat.page, 'phone');
  await chat.press('button', 'Menu');
  await chat.widget('button', 'Close the menu').waitFor({state: 'attached'});
  await audit(chat.page, 'phone, menu');
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe-core finds nothing before the program is there (${colorScheme})`, async (t) => {
    const page = await plain_page(t, {colorScheme});
    await page.route('**/*.wasm', () => {});  // never answered
    await page.goto(chat_with.system.url, {waitUntil: 'commit'});
    await until('a slow start has a word', async () =>
        (await page.locator('#notice-words').textContent()) === 'Loading…');
    await audit(page, `skeleton, ${colorScheme}`);
  });

  test(`axe-core finds nothing where there is no WebGL 2 (${colorScheme})`, async (t) => {
    const page = await plain_page(t, {colorScheme});
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
    await page.goto(chat_with.system.url);
    await page.getByText('no WebGL 2').waitFor({state: 'visible'});
    await audit(page, `without WebGL 2, ${colorScheme}`);
  });
}

test('a screen reader is told the parts of the screen, and what is chosen in each', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  await chat.press('button', 'Inspector');
  const {page} = chat;
  await page.getByRole('complementary', {name: 'Inspector'}).waitFor({state: 'attached'});
  const found = (role, name) => page.getByRole(role, {name, exact: true}).count();
  assert.equal(await found('navigation', 'Chats'), 1);
  assert.equal(await found('main'), 1);
  assert.equal(await found('log', 'Conversation'), 1);
  assert.equal(await found('heading', 'Messages'), 1);
  const memory = page.getByRole('radiogroup', {name: 'Memory'});
  assert.equal(await memory.getByRole('radio', {name: 'Memory: on', checked: true}).count(), 1);
  assert.equal(await memory.getByRole('radio', {name: 'Memory: off', checked: false}).count(), 1);
  await chat.press('button', 'Sent: you, My name is Alice');
  await page.getByRole('button', {name: 'Sent: you, My name is Alice', expanded: true})
      .waitFor({state: 'attached'});
  await chat.write('half a sen');
  await until('what is written is told', async () =>
      (await chat.widget('textbox', 'Message').textContent()) === 'half a sen');
  assert.equal(await page.locator('#text-agent').getAttribute('aria-label'), 'Message');
});

test('what is announced: that it is sent, each sentence once, and that it is complete', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  const said = await chat.page.locator('#said p').allTextContents();
  assert.equal(said[0], 'Sending.');
  assert.match(said[1], /^Assistant: Nice to meet you, Alice!/);
  assert.equal(said.at(-1), 'The answer is complete.');
  const [, answer] = (await chat.spoken())[1];
  const words = (text) => text.replace(/\s+/g, ' ').trim();
  assert.equal(words(said.slice(1, -1).join(' ')), words(`Assistant: ${answer}`));
  assert.equal(await chat.page.locator('#alerts p').count(), 0);
  await chat.page.reload();
  await chat.ready();
  await chat.says('Assistant', 'Alice');
  assert.deepEqual(await chat.page.locator('#said p').allTextContents(), [], 'what was read before');
});

test('a chat that is scrolled out of sight is found and opened all the same', async () => {
  const chat = await chat_with.open();
  // The list is that of this browser.
  await chat.page.evaluate(async () => {
    for (let number = 1; number <= 30; ++number)
      await fetch('/api/sessions', {
        method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({title: `Chat number ${number}`}),
      });
  });
  await chat.page.reload();
  await chat.ready();
  const first = chat.widget('button', 'Open Chat number 1');
  await first.waitFor({state: 'attached'});
  const {height} = await first.boundingBox();
  assert.ok(height <= 1, 'it is out of sight');
  await first.dispatchEvent('click');
  await chat.widget('button', 'Open now: Chat number 1').waitFor({state: 'attached'});
});

// By Tab, until it comes back to where it began: the names it stopped at.
async function walk(chat, key) {
  const stop = () => chat.page.evaluate(() => {
    const id = document.getElementById('canvas').getAttribute('aria-activedescendant');
    const element = id && document.getElementById(id);
    return element && {id, name: element.getAttribute('aria-label'), role: element.getAttribute('role')};
  });
  const stops = new Map();
  let last = (await stop())?.id;
  for (let step = 0; step < 120; ++step) {
    await chat.page.keyboard.press(key);
    const now = await until('the focus moves', async () => {
      const found = await stop();
      return found && found.id !== last && found;
    }, 5);
    if (stops.has(now.id) && stops.size > 1 && stops.keys().next().value === now.id) return stops;
    stops.set(now.id, now);
    last = now.id;
  }
  throw new Error(`${key} does not come back: ${[...stops.values()].map(({name}) => name)}`);
}

for (const part of ['the chat', 'Inspector', 'Compare', 'Tour']) {
  test(`everything can be reached by Tab, forwards and backwards: ${part}`, async () => {
    const chat = await chat_with.open({viewport: {width: 1380, height: 860}});
    await with_answer(chat);
    if (part !== 'the chat') await chat.press('button', part);
    await chat.settled();
    const forwards = await walk(chat, 'Tab');
    await chat.screenshot(`focus-${part}`);
    const backwards = await walk(chat, 'Shift+Tab');
    for (const {name, role} of forwards.values()) assert.ok(name, `a ${role} has a name`);
    const all = await chat.page.locator('#widgets [role][tabindex]').evaluateAll((widgets) => widgets
        .filter((widget) => !widget.hasAttribute('aria-disabled'))
        .map((widget) => [widget.id, widget.getAttribute('aria-label')]));
    const missed = (stops) => all.filter(([id]) => !stops.has(id)).map(([, name]) => name);
    assert.deepEqual(missed(forwards), [], 'not reached by Tab');
    assert.deepEqual(missed(backwards), [], 'not reached by Shift+Tab');
  });
}
