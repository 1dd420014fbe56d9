// The sheets of settings and shortcuts, and what is kept of them over a reload.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const box_of = (chat, role, name) => chat.widget(role, name).boundingBox();
const gone = (chat, role, name) => until(`"${name}" is gone`, async () =>
    (await chat.widget(role, name).count()) === 0);

async function choose_text_size(chat, before, wanted) {
  await chat.press('button', 'Settings');
  await chat.press('button', `Text size: ${before} %`);
  await chat.press('checkbox', `${wanted} %`);
  await chat.widget('button', `Text size: ${wanted} %`).waitFor({state: 'attached'});
  await chat.page.keyboard.press('Escape');
  await gone(chat, 'button', `Text size: ${wanted} %`);
}

test('the text size scales all that is shown and pressed, also after a reload', async () => {
  const chat = await chat_with.open();
  await chat.send('What is 2 + 3?');
  await chat.answered();
  const before = await box_of(chat, 'button', 'New chat');
  await choose_text_size(chat, 100, 150);
  const after = await box_of(chat, 'button', 'New chat');
  assert.ok(Math.abs(after.height / before.height - 1.5) < 0.05, `${before.height} to ${after.height}`);
  await chat.page.reload();
  await chat.ready();
  await chat.says('Assistant', '');
  const reloaded = await box_of(chat, 'button', 'New chat');
  assert.equal(reloaded.height, after.height);
  // Where it is seen it is pressed, and the text agent stands at the caret.
  await chat.write('large');
  const field = await box_of(chat, 'textbox', 'Message');
  const agent = await chat.page.locator('#text-agent').boundingBox();
  assert.ok(agent.x >= field.x && agent.x <= field.x + field.width &&
            agent.y >= field.y - 4 && agent.y <= field.y + field.height, JSON.stringify({agent, field}));
  await chat.settled();
  await chat.screenshot('settings-150-percent');
});

test('the theme is chosen in the settings and kept', async () => {
  const chat = await chat_with.open({colorScheme: 'light'});
  await chat.press('button', 'Settings');
  await chat.settled();
  await chat.screenshot('settings-light');
  await chat.press('checkbox', 'Theme: dark');
  await chat.is_checked('Theme: dark');
  await chat.settled();
  await chat.screenshot('settings-dark');
  await chat.press('button', 'Close');
  await gone(chat, 'button', 'Close');
  assert.equal(await chat.page.evaluate(() => localStorage.getItem('memory-magic.theme')), 'dark');
});

test('in a browser the proxy is the page, so no address and no token are asked for', async () => {
  const chat = await chat_with.open();
  await chat.press('button', 'Settings');
  await chat.widget('button', 'Close').waitFor({state: 'attached'});
  assert.equal(await chat.widget('textbox', 'Address of the proxy').count(), 0);
  assert.equal(await chat.widget('textbox', 'Access token').count(), 0);
});

test('F1 shows the shortcuts, Escape closes them, and the message goes on', async () => {
  const chat = await chat_with.open();
  await chat.write('one ');
  await chat.page.keyboard.press('F1');
  await chat.widget('button', 'Close').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('shortcuts-light');
  await chat.page.keyboard.press('Escape');
  await gone(chat, 'button', 'Close');
  await chat.settled();
  await chat.page.keyboard.type('two');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'one two');
});

test('on a phone both sheets fit, and are reached from the menu', async () => {
  const chat = await chat_with.open({
    viewport: {width: 390, height: 800}, deviceScaleFactor: 2, colorScheme: 'dark'});
  await chat.press('button', 'Menu');
  await chat.press('button', 'Settings');
  await chat.settled();
  await chat.screenshot('settings-phone');
  await chat.press('button', 'Keyboard shortcuts');
  await gone(chat, 'button', 'Keyboard shortcuts');
  await chat.widget('button', 'Close').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('shortcuts-phone');
  const close = await box_of(chat, 'button', 'Close');
  assert.ok(close.x >= 0 && close.x + close.width <= 390 && close.y >= 0, JSON.stringify(close));
});

test('keys of the app flip the switches and begin a chat wherever the focus is', async () => {
  const chat = await chat_with.open();
  await chat.is_checked('Memory: off');
  await chat.page.keyboard.press('Alt+m');
  await chat.is_checked('Memory: on');
  const before = await chat.session();
  await chat.page.keyboard.press('Alt+n');
  await until('another chat is open', async () => (await chat.session()) !== before);
});
