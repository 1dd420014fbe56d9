// Reading a conversation: selecting text and copying it, finding, and a message's menu.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const kAnswer = 'Some **bold** words.\n\n- one\n- two 二\n\n```js\nlet x = 1;\n```\n\n' +
    '| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end.';
const kAnswerAsText =
    'Some bold words.\n\n• one\n• two 二\n\nlet x = 1;\n\na\tb\n1\t2\n\nThe end.';

// A page with a stored session of these turns: [[question, answer], ...].
async function open_with(turns, options) {
  const answer = await fetch(`${chat_with.system.url}/api/sessions/import`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({
      format: 'memory-magic/1',
      session: {id: 'reading', title: 'Reading'},
      messages: turns.flatMap(([question, text], i) => [
        {role: 'user', turn_id: `t${i}`, text: question},
        {role: 'assistant', turn_id: `t${i}`, text},
      ]),
    }),
  });
  const imported = await answer.json();
  assert.ok(answer.ok, JSON.stringify(imported));
  const chat = await chat_with.open(options);
  await chat.page.evaluate((id) => localStorage.setItem('memory-magic.session', id), imported.id);
  await chat.page.reload();
  await chat.ready();
  await chat.says('Assistant', turns[turns.length - 1][1].slice(0, 8));
  await chat.settled();
  return chat;
}

async function copies(chat, wanted) {
  await chat.page.keyboard.press('Control+c');
  await until(`${JSON.stringify(wanted)} is in the clipboard`, async () =>
      (await chat.page.evaluate(() => navigator.clipboard.readText())) === wanted);
}

// The place on the screen of the message that begins so.
async function box_of(chat, begin) {
  const message = chat.page.locator('#widgets').getByRole('button', {name: new RegExp(`^${begin}`)});
  await message.waitFor({state: 'attached'});
  return message.boundingBox();
}

async function select_all_of(chat, begin) {
  const box = await box_of(chat, begin);
  await chat.page.mouse.move(box.x + 12, box.y + 14);
  await chat.page.mouse.down();
  await chat.page.mouse.move(box.x + 300, box.y + 100, {steps: 4});
  await chat.page.mouse.move(box.x + 300, box.y + box.height - 44, {steps: 4});
  await chat.page.mouse.up();
  await chat.settled();
}

for (const colorScheme of ['light', 'dark']) {
  test(`a drag selects across list, code and table, and Ctrl+C copies (${colorScheme})`, async () => {
    const chat = await open_with([['Please show it', kAnswer]], {colorScheme});
    await select_all_of(chat, 'Assistant: Some');
    await chat.screenshot(`reading-selection-${colorScheme}`);
    await copies(chat, kAnswerAsText);
    await chat.page.keyboard.press('Escape');
    await chat.settled();
  });
}

test('Ctrl+F finds in messages that were never drawn, and is the browser\'s in the bar', async () => {
  const turns = Array.from({length: 60}, (_, i) => [`Question ${i}`, `Answer ${i} of **Lis**bon.`]);
  const chat = await open_with(turns);
  await chat.page.evaluate(() => {
    window.prevented = [];
    window.addEventListener('keydown', (event) => {
      if (event.code === 'KeyF' && event.ctrlKey) window.prevented.push(event.defaultPrevented);
    });
  });
  await chat.page.keyboard.press('Control+f');
  await chat.widget('textbox', 'Find in chat').waitFor({state: 'attached'});
  await chat.settled();
  await chat.page.keyboard.type('answer 7 OF lisbon');
  await chat.settled();
  await box_of(chat, 'Assistant: Answer 7 of');
  assert.equal(await chat.page.locator('#widgets [role=status]').textContent(), '1 of 1');
  await chat.screenshot('reading-find');
  await chat.page.keyboard.press('Control+f');
  assert.deepEqual(await chat.page.evaluate(() => window.prevented), [true, false]);
  await chat.page.keyboard.press('Escape');
  await chat.widget('textbox', 'Find in chat').waitFor({state: 'detached'});
  await chat.settled();
  await chat.page.keyboard.type('and on');
  await chat.widget('button', 'Send').waitFor({state: 'attached'});
});

test('the find bar fits a phone', async () => {
  const chat = await open_with([['Please show it', kAnswer]],
                               {viewport: {width: 390, height: 800}, deviceScaleFactor: 2});
  await chat.page.keyboard.press('Control+f');
  await chat.settled();
  await chat.page.keyboard.type('o');
  await chat.settled();
  const close = await chat.widget('button', 'Close find').boundingBox();
  assert.ok(close.x + close.width <= 390 && close.width >= 44);
  await chat.screenshot('reading-find-phone');
});

test('a right click opens the message\'s menu', async () => {
  const chat = await open_with([['Please show it', kAnswer]]);
  const box = await box_of(chat, 'Assistant: Some');
  await chat.page.mouse.click(box.x + 100, box.y + 20, {button: 'right'});
  await chat.widget('button', 'Copy message').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('reading-menu');
  await chat.press('button', 'Copy message');
  await until('the message is in the clipboard', async () =>
      (await chat.page.evaluate(() => navigator.clipboard.readText())) === kAnswer);
});

test('a finger that rests on a message opens its menu', async () => {
  const chat = await open_with([['Please show it', kAnswer]], {
    viewport: {width: 390, height: 800}, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
  });
  const box = await box_of(chat, 'Assistant: Some');
  const touch = await chat.context.newCDPSession(chat.page);
  const finger = (type, x, y) => touch.send('Input.dispatchTouchEvent', {
    type, touchPoints: type === 'touchEnd' ? [] : [{x, y}],
  });
  await finger('touchStart', box.x + 100, box.y + 20);
  await chat.widget('button', 'Copy message').waitFor({state: 'attached'});
  await finger('touchEnd');
  await chat.settled();
  await chat.widget('button', 'Copy message').waitFor({state: 'attached'});
  await chat.screenshot('reading-menu-phone');
});
