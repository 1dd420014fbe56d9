// Every script and colour emoji on the canvas: what the system has fonts for is drawn as a page would
// draw it, whole words and families of emoji, right-to-left paragraphs at the right.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const LINES = [
  'العربية: الذاكرة هي ما يُرسَل مرة أخرى، كل 15 دقيقة (GPT-4 فقط).',
  'עברית: הזיכרון הוא מה שנשלח שוב, 12.5% מתוך 8,192 tokens (בערך).',
  'In English the word שלום and the word مرحبا stand in a line.',
  'हिन्दी: स्मृति वही है जो फिर से भेजी जाती है।',
  'ไทย: ความจำคือสิ่งที่ถูกส่งอีกครั้ง',
  '한국어: 기억이란 다시 보내지는 것입니다. 日本語：記憶とは、もう一度送られるものです。',
  'Emoji: 👨‍👩‍👧‍👦 👩‍💻 🇫🇷🇩🇪 👍🏽 1️⃣ ❤️‍🔥 e\u0301',
];

test('a message of many scripts is drawn, and stored as it was written', async () => {
  const chat = await chat_with.open({colorScheme: 'light', deviceScaleFactor: 2});
  await chat.enter_field();
  await chat.page.evaluate((text) => navigator.clipboard.writeText(text), LINES.join('\n'));
  await chat.page.keyboard.press('Control+V');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'हिन्दी');
  await chat.answered();
  await chat.settled();
  await chat.screenshot('scripts');
  const [question] = await chat_with.system.messages(await chat.session());
  assert.equal(question.text, LINES.join('\n'));
});

test('an answer of many scripts is drawn', async () => {
  const chat = await chat_with.open({colorScheme: 'light', deviceScaleFactor: 2});
  await chat.send('Show me many scripts');
  await chat.says('Assistant', 'العربية');
  await chat.answered();
  await chat.settled();
  await chat.screenshot('scripts-answer');
});
