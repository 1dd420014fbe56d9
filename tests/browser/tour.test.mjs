// The tour in the page: offered to whoever comes first, run, stopped, and looked into.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});
const tall = {viewport: {width: 1180, height: 1500}};  // all scenarios are in sight

async function on_tour(options = tall) {
  const chat = await chat_with.open(options);
  await chat.press('button', 'Take the tour');
  await chat.widget('button', 'Run all scenarios').waitFor({state: 'attached'});
  return chat;
}

const has_verdict = (chat, verdict, seconds = 60) => until(verdict, async () =>
    (await chat.widget('button', verdict).count()) === 1, seconds);

test('all scenarios that the demo can show pass, and the others say what they need', async () => {
  const chat = await on_tour();
  await chat.press('button', 'Run all scenarios');
  for (const title of ['Memory toggle', 'Seamless switching', 'The last n messages', 'A budget of tokens',
    'A rolling summary', 'A pinned message', 'An excluded message'])
    await has_verdict(chat, `${title}: passed`);
  await has_verdict(chat, 'Provider toggle: skipped. Needs a second provider: connect ChatGPT or Ollama.');
  await has_verdict(chat, 'Held by the provider: skipped. Needs ChatGPT: run the tour with it.');
  await chat.settled();
  await chat.screenshot('tour-all');
});

test('one scenario is run by itself, and its session can be opened', async () => {
  const chat = await on_tour();
  const before = await chat.session();
  await chat.press('button', 'Run Memory toggle');
  await has_verdict(chat, 'Memory toggle: passed');
  await chat.settled();
  await chat.screenshot('tour-one');
  await chat.press('button', 'Open the session of Memory toggle');
  await chat.says('Assistant', 'Your name is Bob');
  assert.notEqual(await chat.session(), before);
  assert.equal((await chat_with.system.messages(await chat.session())).length, 8);
});

test('the tour can be stopped', async () => {
  const chat = await on_tour();
  await chat.press('button', 'Run all scenarios');
  await chat.press('button', 'Stop the tour');
  await chat.widget('button', 'Run all scenarios').waitFor({state: 'attached'});
  await chat.settled();
  assert.equal(await chat.widget('button', 'An excluded message: passed').count(), 0);
});

test('on a phone in the dark it fits', async () => {
  const chat = await on_tour({viewport: {width: 390, height: 800}, colorScheme: 'dark'});
  await chat.press('button', 'Run Memory toggle');
  await has_verdict(chat, 'Memory toggle: passed');
  await chat.settled();
  await chat.screenshot('tour-phone');
});
