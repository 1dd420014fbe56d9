// The pictures of the README, made anew: scripts/screenshots.sh. Each is of the real UI.
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});
const wide = {viewport: {width: 1380, height: 860}};
const phone = {viewport: {width: 390, height: 800}, deviceScaleFactor: 2, hasTouch: true, isMobile: true};

async function ask(chat, ...questions) {
  for (const question of questions) {
    const before = (await chat.spoken()).length;
    await chat.send(question);
    await until(`an answer to ${question}`, async () => (await chat.spoken()).length === before + 2);
    await chat.answered();
  }
}

// The pointer is on nothing, and what it was on has been drawn without it.
async function take(chat, name) {
  await chat.page.mouse.move(700, 1);
  await chat.page.waitForTimeout(1500);
  await chat.screenshot(name);
}

async function with_conversation(options) {
  const chat = await chat_with.open(options);
  await chat.press('checkbox', 'Memory: on');
  await ask(chat, 'My name is Alice', "What's my name?");
  return chat;
}

test('the chat, and the inspector beside it', async () => {
  const chat = await with_conversation(wide);
  await chat.press('checkbox', 'Memory: off');
  await ask(chat, "What's my name?");
  await take(chat, 'chat');
  await chat.press('checkbox', 'Memory: on');
  await ask(chat, 'And now, do you remember my name?');
  await chat.press('button', 'Inspector');
  await chat.widget('button', 'Close the inspector').waitFor({state: 'attached'});
  await take(chat, 'inspector');
});

test('a comparison', async () => {
  const chat = await with_conversation(wide);
  await chat.press('button', 'Compare');
  await chat.press('textbox', 'Message to all lanes');
  await chat.page.keyboard.type("What's my name?");
  await chat.page.keyboard.press('Enter');
  await chat.says('Lane B', 'Alice');
  await chat.widget('button', 'Ask all lanes').waitFor({state: 'attached'});
  await take(chat, 'compare');
});

test('the tour, in the dark', async () => {
  const chat = await chat_with.open({...wide, colorScheme: 'dark'});
  await chat.press('button', 'Tour');
  await chat.press('button', 'Run Memory toggle');
  await chat.widget('button', 'Memory toggle: passed').waitFor({state: 'attached'});
  await take(chat, 'tour-dark');
});

test('a phone', async () => {
  await take(await with_conversation(phone), 'phone');
});
