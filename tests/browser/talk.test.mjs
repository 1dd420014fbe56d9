// What can be done with a conversation beside going on with it: other answers, editing, options, and
// the lock to this machine.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const stored = async (chat) => chat_with.system.messages(await chat.session());
const text_at = async (chat, index) => (await chat.spoken())[index]?.[1] ?? '';

async function ask(chat, text, place) {
  await chat.send(text);
  await until(`an answer to ${text}`, async () => (await chat.spoken()).length > place);
  await chat.answered();
}

test('another answer takes the place of the last one, and both can be paged through', async () => {
  const chat = await chat_with.open();
  await ask(chat, 'My name is Alice', 1);
  await ask(chat, "What's my name?", 3);
  assert.doesNotMatch(await text_at(chat, 3), /Alice/);
  await chat.press('checkbox', 'Memory: on');
  await chat.is_checked('Memory: on');
  await chat.press('button', 'Answer again');
  await until('the other answer knows the name', async () => /Alice/.test(await text_at(chat, 3)));
  await chat.answered();
  assert.equal((await chat.spoken()).length, 4);
  assert.equal((await stored(chat)).length, 5);
  await chat.settled();
  await chat.screenshot('talk-pager');

  await chat.press('button', 'Answer before');
  await until('the first answer is back', async () => !/Alice/.test(await text_at(chat, 3)));
  await until('the proxy counts it', async () => (await stored(chat))[3].current !== false);
  await chat.page.reload();
  await chat.ready();
  await until('one answer of both after a reload', async () => (await chat.spoken()).length === 4);
  assert.doesNotMatch(await text_at(chat, 3), /Alice/);
});

test('Up edits the last message, and sending it replaces its turn', async () => {
  const chat = await chat_with.open();
  await ask(chat, 'My name is Alice', 1);
  await chat.enter_field();
  await chat.page.keyboard.press('ArrowUp');
  await chat.widget('button', 'Cancel editing').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('talk-edit');
  await chat.page.keyboard.press('Control+a');
  await chat.page.keyboard.type('My name is Bob');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'Bob');
  await chat.says('Assistant', 'Bob');
  await chat.answered();
  const messages = await until('one turn is stored', async () => {
    const now = await stored(chat);
    return now.length === 2 && now;
  });
  assert.equal(messages[0].text, 'My name is Bob');
});

test('a memory strategy is chosen in its list and goes with the next message', async () => {
  const chat = await chat_with.open();
  await chat.press('checkbox', 'Memory: on');
  await chat.press('button', 'Memory strategy: Whole conversation');
  await chat.press('checkbox', 'Last messages');
  await chat.press('button', 'Less: Messages');
  await chat.settled();
  await chat.screenshot('talk-strategy');
  await chat.page.keyboard.press('Escape');
  await chat.widget('button', 'Memory strategy: Last 4 messages').waitFor({state: 'attached'});
  await ask(chat, 'My name is Alice', 1);
  const [question] = await stored(chat);
  const turn = await fetch(
      `${chat_with.system.url}/api/sessions/${await chat.session()}/turns/${question.turn_id}`);
  const {request} = (await turn.json()).answers[0];
  assert.deepEqual(request.memory, {strategy: 'last_n', n: 4});
});

test('a chat that is locked to this machine asks before it goes to the cloud', async () => {
  const chat = await chat_with.open();
  await ask(chat, 'My name is Alice', 1);
  await chat.press('button', 'Keep this chat on this machine');
  await chat.press('checkbox', 'Provider: ChatGPT');
  await chat.widget('button', 'Unlock and use ChatGPT').waitFor({state: 'attached'});
  await chat.settled();
  await chat.screenshot('talk-locked');
  await chat.press('button', 'Keep it here');
  await chat.is_checked('Provider: Demo');
  await until('the lock is stored', async () => {
    const answer = await fetch(`${chat_with.system.url}/api/sessions/${await chat.session()}`);
    return (await answer.json()).local_only;
  });
  await chat.press('checkbox', 'Provider: ChatGPT');
  await chat.press('button', 'Unlock and use ChatGPT');
  await chat.is_checked('Provider: ChatGPT');
});
