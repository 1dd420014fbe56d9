// What a person sees when something goes away, and that it comes back by itself.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

// A browser writes a line of its own for every answer that is an error.
const expect_network_faults = (chat) =>
    (chat.faults = chat.faults.filter((fault) => !/Failed to load resource/.test(fault)));

test('with Redis away a message fails in words, and is sent again when Redis is back', async () => {
  const chat = await chat_with.open();
  await chat_with.system.redis.stop();
  await chat.send('My name is Alice');
  await chat.widget('button', 'Retry').first().waitFor({state: 'attached', timeout: 20000});
  await chat.settled();
  await chat.screenshot('redis-away');
  await chat_with.system.start_redis();
  await until('a retry succeeds', async () => {
    if (await chat.widget('button', 'Retry').count() > 0) await chat.press('button', 'Retry');
    await chat.page.waitForTimeout(500);
    return (await chat.spoken()).some(([by, text]) => by === 'Assistant' && text.includes('Alice'));
  }, 40);
  expect_network_faults(chat);
});

test('with the proxy away the page says so, and recovers by itself', async () => {
  const chat = await chat_with.open();
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat_with.system.proxy.stop();
  await chat.page.waitForTimeout(6000);
  await chat.screenshot('proxy-away');
  await chat_with.system.start_proxy();
  await until('a message is answered again', async () => {
    if ((await chat.spoken()).length > 2) return true;
    await chat.send('And again');
    await chat.page.waitForTimeout(1500);
    return (await chat.spoken()).some(([, text]) => text.includes('And again'));
  }, 40);
  expect_network_faults(chat);
});

test('without WebGL 2 the page says what is missing', async () => {
  const context = await chat_with.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(chat_with.system.url);
  await until('the words are there', async () =>
      (await page.locator('#notice-words').textContent()).includes('WebGL 2'));
  assert.ok(await page.locator('#notice-words').isVisible());
  await context.close();
});
