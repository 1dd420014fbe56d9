// The inspector: what each message did for an answer, what the model would say without one, and the
// exact request, as a person looks for them.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

async function ask(chat, text, answer) {
  await chat.send(text);
  await chat.says('Assistant', answer);
  await chat.answered();
}

async function open_with_two_turns(options) {
  const chat = await chat_with.open(options);
  await chat.press('checkbox', 'Memory: on');
  await ask(chat, 'My name is Alice', 'Alice');
  await ask(chat, "What's my name?", 'Your name is Alice');
  await chat.press('button', 'Inspector');
  await chat.widget('button', 'Sent: you, My name is Alice').waitFor({state: 'attached'});
  return chat;
}

test('a message can be pinned, tried without, and deleted', async () => {
  const chat = await open_with_two_turns();
  await chat.screenshot('inspector');

  await chat.press('button', 'Sent: you, My name is Alice');
  await chat.press('button', 'What if it were not there?');
  await until('the answer without it is stored', async () =>
      (await chat_with.system.messages(await chat.session())).length === 5);
  await chat.widget('button', 'Later').waitFor({state: 'attached'});  // two answers now
  await chat.screenshot('inspector-without');

  await chat.press('button', 'Pin');
  await chat.widget('button', 'Unpin').waitFor({state: 'attached'});
  assert.equal((await chat_with.system.messages(await chat.session()))[0].pinned, true);

  await chat.press('button', 'Delete');
  await chat.press('button', 'Delete it');
  await until('it is deleted', async () => !JSON.stringify(
      await chat_with.system.messages(await chat.session())).includes('My name is'));
  await chat.widget('button', 'Sent: you, My name is Alice (pinned since)').waitFor({state: 'detached'});
  await chat.screenshot('inspector-deleted');
});

test('the exact request can be copied as a curl line', async () => {
  const chat = await open_with_two_turns();
  await chat.press('button', 'Exact request');
  await chat.press('button', 'Copy as curl');
  await until('it is on the clipboard', async () =>
      /^curl [\s\S]*My name is Alice/.test(await chat.page.evaluate(() => navigator.clipboard.readText())));
  await chat.screenshot('inspector-request');
});

for (const [name, options] of [
  ['inspector-dark', {colorScheme: 'dark'}],
  ['inspector-phone', {viewport: {width: 390, height: 800}, deviceScaleFactor: 2}]]) {
  test(`it can be read and closed: ${name}`, async () => {
    const chat = await open_with_two_turns(options);
    await chat.screenshot(name);
    await chat.press('button', 'Close the inspector');
    await chat.widget('textbox', 'Message').waitFor({state: 'attached'});
    await chat.screenshot(`${name}-closed`);
  });
}
