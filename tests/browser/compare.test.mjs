// One message to several lanes, side by side, and the chat goes on with one of their answers.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '100'});

async function ask_lanes(chat, question) {
  await chat.press('textbox', 'Message to all lanes');
  await until('the text agent has the focus', () => chat.page.evaluate(
      () => document.activeElement === document.getElementById('text-agent')));
  await chat.page.keyboard.type(question);
  await chat.page.keyboard.press('Enter');
}
async function choose(chat, chooser, choice) {
  await chat.press('button', chooser);
  await chat.press('checkbox', choice);
}
const lanes_done = (chat) => chat.widget('button', 'Ask all lanes').waitFor({state: 'attached'});

async function with_a_name(chat) {
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.press('button', 'Compare');
}

test('memory off and on answer side by side, and the chat goes on with the one that is chosen', async () => {
  const chat = await chat_with.open();
  await with_a_name(chat);
  await chat.settled();
  await chat.screenshot('compare-first');
  await ask_lanes(chat, "What's my name?");
  await chat.says('Lane B', 'Alice');
  await lanes_done(chat);
  const lane_a = (await chat.spoken()).find(([by]) => by === 'Lane A');
  assert.doesNotMatch(lane_a[1], /Alice/);

  await ask_lanes(chat, 'Do you remember my name?');
  await until('two turns more', async () =>
      (await chat_with.system.messages(await chat.session())).length === 8);
  await lanes_done(chat);
  await chat.page.setViewportSize({width: 1180, height: 1000});
  await chat.settled();
  await chat.screenshot('compare');

  await chat.press('button', 'Go on with answer B');
  await chat.widget('textbox', 'Message').waitFor({state: 'attached'});
  const answers = (await chat_with.system.messages(await chat.session())).slice(-2);
  assert.deepEqual(answers.filter((answer) => answer.current !== false)
                       .map((answer) => answer.text.includes('Alice')), [true]);
});

test('lanes are set up from presets, added, changed and removed', async () => {
  const chat = await chat_with.open({colorScheme: 'dark'});
  await with_a_name(chat);
  await chat.press('checkbox', 'Lanes: Strategies');
  await chat.widget('button', 'Lane D memory: Summary').waitFor({state: 'attached'});
  await chat.press('button', 'Remove lane D');
  await choose(chat, 'Lane A memory: Full memory', 'Memory off');
  await chat.press('button', 'Lane B: more');
  await chat.press('button', 'Add lane');
  await chat.press('button', 'Lane C memory: Token budget');
  await chat.widget('checkbox', 'Summary').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('compare-list');
  await chat.page.keyboard.press('Escape');
  await chat.widget('checkbox', 'Summary').waitFor({state: 'detached'});
  await ask_lanes(chat, "What's my name?");
  await chat.says('Lane B', 'Alice');
  await lanes_done(chat);
  await chat.settled();
  await chat.screenshot('compare-strategies');
  assert.equal((await chat_with.system.messages(await chat.session())).length, 7);
});

test('a lane whose provider is away says so, and the other one answers', async () => {
  const chat = await chat_with.open();
  await with_a_name(chat);
  await choose(chat, 'Lane A provider: Demo', 'Ollama');
  await ask_lanes(chat, "What's my name?");
  await chat.says('Lane B', 'Alice');
  await lanes_done(chat);
  await chat.settled();
  await chat.screenshot('compare-lane-away');
});

test('Escape ends all lanes, and what came of them is kept', async () => {
  const chat = await chat_with.open();
  await with_a_name(chat);
  await ask_lanes(chat, 'My name is Bob');
  await until('both answers have begun', async () =>
      (await chat.spoken()).filter(([by, text]) => by.startsWith('Lane') && text).length === 2);
  await chat.page.keyboard.press('Escape');
  await lanes_done(chat);
  const answers = await until('both are stored', async () => {
    const stored = (await chat_with.system.messages(await chat.session())).slice(3);
    return stored.length === 2 && stored;
  });
  assert.deepEqual(answers.map((answer) => answer.status), ['cancelled', 'cancelled']);
});

test('on a phone the lanes stand below each other', async () => {
  const chat = await chat_with.open({
    viewport: {width: 390, height: 800}, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
  });
  await chat.press('button', 'Compare');
  await chat.settled();
  await chat.screenshot('compare-phone-first');
  await ask_lanes(chat, 'My name is Alice');
  await chat.says('Lane B', 'Alice');
  await lanes_done(chat);
  await chat.settled();
  await chat.screenshot('compare-phone');
});
