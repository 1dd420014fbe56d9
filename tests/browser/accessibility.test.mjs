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
