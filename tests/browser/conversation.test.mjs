// A conversation, from the keyboard to Redis and back.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {patience, until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: String(100 * patience)});

test('Enter sends what was typed, and it is stored with its answer', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  const stored = await chat_with.system.messages(await chat.session());
  assert.deepEqual(stored.map((message) => message.role), ['user', 'assistant']);
  assert.equal(stored[0].text, 'My name is Alice');
});

test('the Send button sends too', async () => {
  const chat = await chat_with.open();
  await chat.write('Sent by a click');
  await chat.press('button', 'Send');
  await chat.says('You', 'Sent by a click');
  await chat.answered();
});

test('Shift+Enter breaks the line, and Enter then sends all lines', async () => {
  const chat = await chat_with.open();
  await chat.write('first');
  await chat.page.keyboard.press('Shift+Enter');
  await chat.page.keyboard.type('second');
  await chat.page.keyboard.press('Shift+Enter');
  await chat.page.keyboard.press('Shift+Enter');
  await chat.page.keyboard.type('fourth');
  assert.deepEqual(await chat.spoken(), []);
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'fourth');
  await chat.answered();
  const [first] = await chat_with.system.messages(await chat.session());
  assert.equal(first.text, 'first\nsecond\n\nfourth');
});

test('an answer appears while it is being written, and is announced when it is finished', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  const answer = chat.page.locator('#spoken li').nth(1);
  await answer.waitFor({state: 'attached'});
  // Watched from inside the page: however slow this machine is, no state is missed.
  const lengths = await answer.evaluate((item) => new Promise((done) => {
    const while_busy = new Set();
    const look = () => {
      if (item.getAttribute('aria-busy'))
        while_busy.add(item.children[1].textContent.length);
      else
        done(while_busy.size);
    };
    new MutationObserver(look).observe(item, {attributes: true, childList: true, subtree: true});
    look();
  }));
  assert.ok(lengths >= 3, `seen at ${lengths} lengths`);
});

test('Stop ends an answer, and what came of it is kept', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Nice');
  await chat.press('button', 'Stop');
  await chat.answered();
  const stored = await until('the answer is stored', async () => {
    const messages = await chat_with.system.messages(await chat.session());
    return messages.length === 2 && messages;
  });
  assert.equal(stored[1].status, 'cancelled');
  assert.match(stored[1].text, /^Nice/);
});

test('the model remembers with memory on, and does not with memory off', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.press('checkbox', 'Memory: on');
  await chat.is_checked('Memory: on');
  await chat.send("What's my name?");
  await until('an answer that knows the name', async () => (await chat.spoken())[3]?.[1].includes('Alice'));
  await chat.answered();
  await chat.press('checkbox', 'Memory: off');
  await chat.is_checked('Memory: off');
  await chat.send("What's my name?");
  await until('a third answer', async () => (await chat.spoken())[5]);
  await chat.answered();
  assert.doesNotMatch((await chat.spoken())[5][1], /Alice/);
});

test('a reload shows the conversation, the draft and the switches again', async () => {
  const chat = await chat_with.open();
  await chat.press('checkbox', 'Memory: on');
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.write('not sent yet');
  await chat.page.waitForTimeout(1500);  // a draft is kept when typing rests
  const before = await chat.spoken();
  await chat.page.reload();
  await chat.ready();
  await until('the conversation is back', async () =>
      JSON.stringify(await chat.spoken()) === JSON.stringify(before));
  await chat.is_checked('Memory: on');
  await chat.enter_field();
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'not sent yet');
});

test('New chat opens an empty session and leaves the old one stored', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  const old_session = await chat.session();
  await chat.press('button', 'New chat');
  await until('the list is empty', async () => (await chat.spoken()).length === 0);
  assert.notEqual(await chat.session(), old_session);
  assert.equal((await chat_with.system.messages(old_session)).length, 2);
});

test('Clear asks, and then forgets the session for good', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.press('button', 'Clear');
  await chat.press('button', 'Delete them');
  await until('the list is empty', async () => (await chat.spoken()).length === 0);
  assert.deepEqual(await chat_with.system.messages(await chat.session()), []);
});

test('a provider that is not there is chosen by its button, and says what to do', async () => {
  const chat = await chat_with.open();
  await chat.press('checkbox', 'Provider: Ollama');
  await chat.is_checked('Provider: Ollama');
  await chat.screenshot('provider-away');
  await chat.press('checkbox', 'Provider: Demo');
  await chat.is_checked('Provider: Demo');
});
