// One conversation in a real Chromium at the address given; nginx_test.py runs it.
import assert from 'node:assert/strict';

import {ChatPage, launch_browser} from '../browser/support/chat_page.mjs';
import {until} from '../browser/support/system.mjs';

const browser = await launch_browser();
try {
  const chat = await ChatPage.open(browser, process.argv[2]);
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  const before = await chat.spoken();
  await chat.page.reload();
  await chat.ready();
  await until('the conversation is back after a reload', async () =>
      JSON.stringify(await chat.spoken()) === JSON.stringify(before));
  assert.deepEqual(chat.faults, [], 'the page reported no fault');
} finally {
  await browser.close();
}
