// The fields as editors: they wrap, undo, keep drafts, and show what an input method composes where
// it will stand.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const LONG = 'A sentence that is much too long for one line of the field, so that it must be broken ' +
    'where a word ends, and then goes on below itself until everything has been said that was to be said.';

const STILL = {reducedMotion: 'reduce'};  // the caret, so that it is in the pictures

const draft = (chat) => chat.page.evaluate(() => localStorage.getItem('memory-magic.draft'));
const has_draft = (chat, text) => until(`the draft is ${JSON.stringify(text.slice(0, 40))}`,
                                        async () => (await draft(chat)) === text);
async function press(chat, ...keys) {
  for (const key of keys) await chat.page.keyboard.press(key);
}
async function message_box(chat) {
  return chat.widget('textbox', 'Message').boundingBox();
}
async function compose(chat) {
  const devtools = await chat.context.newCDPSession(chat.page);
  return {
    show: (text) => devtools.send('Input.imeSetComposition',
                                  {text, selectionStart: text.length, selectionEnd: text.length}),
    commit: (text) => devtools.send('Input.insertText', {text}),
  };
}

test('a long line wraps, the field grows up to eight lines and then scrolls', async () => {
  const chat = await chat_with.open(STILL);
  const one_line = (await message_box(chat)).height;
  await chat.enter_field();
  await chat.page.keyboard.insertText(LONG);
  await until('it has grown', async () => (await message_box(chat)).height > one_line + 20);
  await press(chat, 'Shift+Enter', 'Control+a', 'Control+c', 'ArrowRight');
  await chat.settled();
  await chat.screenshot('writing-wrapped');
  for (let i = 0; i < 6; ++i) await press(chat, 'Control+v');
  await has_draft(chat, (LONG + '\n').repeat(7));
  const most = (await message_box(chat)).height;
  assert.ok(most < 240, `${most}`);
  await press(chat, 'Control+Home');
  for (let i = 0; i < 4; ++i) await press(chat, 'ArrowDown');
  await press(chat, 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+Control+ArrowRight');
  await chat.settled();
  await chat.screenshot('writing-selected');
});

test('changes are undone and done again by real keys', async () => {
  const chat = await chat_with.open(STILL);
  await chat.write('one');
  await press(chat, 'ArrowLeft', 'ArrowRight');
  await chat.page.keyboard.type(' two');
  await press(chat, 'Control+a', 'Control+x');
  await chat.page.keyboard.type('x');
  await press(chat, 'Control+z', 'Control+z');
  await has_draft(chat, 'one two');
  await press(chat, 'Control+z');
  await has_draft(chat, 'one');
  await press(chat, 'Control+y');
  await has_draft(chat, 'one two');
  await press(chat, 'Control+Shift+z', 'Control+v');
  await has_draft(chat, 'one two');
});

test('an input method composes in the middle of a text, in place', async () => {
  const chat = await chat_with.open(STILL);
  await chat.write('Hello , how are you?');
  await press(chat, 'Home');
  for (let i = 0; i < 6; ++i) await press(chat, 'ArrowRight');
  const input = await compose(chat);
  await input.show('n');
  await input.show('nihao');
  await chat.settled();
  await chat.screenshot('writing-composed');
  await input.show('你好');
  await input.commit('你好');
  await has_draft(chat, 'Hello 你好, how are you?');
  await chat.page.keyboard.type('!');
  await press(chat, 'Shift+Control+ArrowLeft');
  await input.show('다');
  await input.commit('다');
  await chat.page.keyboard.type('.');
  await until('it stands in place of the selection', async () => /다\./.test(await draft(chat)));
  assert.deepEqual(await chat.spoken(), []);
});

test('what a phone corrects in the word before the caret is corrected in the field', async () => {
  const chat = await chat_with.open(STILL);
  await chat.write('teh');
  await chat.page.evaluate(() => {
    const agent = document.getElementById('text-agent');
    agent.value = 'the ';
    agent.dispatchEvent(new InputEvent('input', {inputType: 'insertReplacementText', bubbles: true}));
  });
  await has_draft(chat, 'the ');
  // Taken up again, and then erased by the phone's own key.
  const passes = await chat.page.evaluate(() => document.getElementById('text-agent').dispatchEvent(
      new InputEvent('beforeinput', {inputType: 'deleteWordBackward', bubbles: true, cancelable: true})));
  assert.equal(passes, false);
  await has_draft(chat, '');
});

test('each session keeps its draft, also over a reload, until it is sent', async () => {
  const chat = await chat_with.open(STILL);
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.write('for Alice');
  await has_draft(chat, 'for Alice');
  await chat.press('button', 'New chat');
  await has_draft(chat, '');
  await chat.write('for somebody new');
  await has_draft(chat, 'for somebody new');
  await chat.page.reload();
  await chat.ready();
  await chat.press('button', 'Open My name is Alice');
  await chat.says('You', 'Alice');
  await has_draft(chat, 'for Alice');
  await chat.enter_field();
  await press(chat, 'Enter');
  await chat.says('You', 'for Alice');
  await chat.answered();
  await chat.press('button', 'New chat');
  await has_draft(chat, 'for somebody new');
});

test('a very long text is pasted without a stall, and what has no room is said', async () => {
  const chat = await chat_with.open(STILL);
  await chat.page.evaluate(() => navigator.clipboard.writeText('Many words of a long text. '.repeat(11111)));
  await chat.enter_field();
  await chat.page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({entryTypes: ['longtask']});
  });
  await press(chat, 'Control+v');
  await until('it is there', async () => ((await draft(chat)) || '').length === 131072);
  await chat.settled();
  await chat.screenshot('writing-left-out');
  const longest = await chat.page.evaluate(() => window.longest);
  console.log(`longest task while pasting: ${longest} ms`);
  assert.ok(longest < 1500, `${longest} ms`);
});

test('the system prompt wraps in its field', async () => {
  const chat = await chat_with.open(STILL);
  await chat.press('button', 'More options');
  await chat.press('textbox', 'System prompt');
  await chat.page.keyboard.insertText(LONG);
  await press(chat, 'Enter');
  await chat.page.keyboard.type('Second line.');
  await chat.settled();
  await chat.screenshot('writing-prompt');
  const kept = () => chat.page.evaluate(() => localStorage.getItem('memory-magic.instructions'));
  await until('it is kept', async () => (await kept()) === `${LONG}\nSecond line.`);
});

test('the caret draws at most two frames a second, and none without the focus', async () => {
  const chat = await chat_with.open();
  await chat.write('Hi');
  await chat.settled();
  const during = async (ms) => {
    const before = await chat.frames();
    await chat.page.waitForTimeout(ms);
    return (await chat.frames()) - before;
  };
  // The proxy's health, asked every few seconds, may draw some.
  await until('two frames a second', async () => {
    const frames = await during(3000);
    return frames > 1 && frames <= 7;
  }, 60);
  const side = await chat.widget('button', 'New chat').boundingBox();
  await chat.page.mouse.click(side.x + 100, 700);  // where nothing is
  await until('none', async () => (await during(3000)) === 0, 60);
});

for (const [name, options] of [
  ['dark', {...STILL, colorScheme: 'dark'}],
  ['phone', {...STILL, viewport: {width: 390, height: 800}, deviceScaleFactor: 2, hasTouch: true, isMobile: true}],
]) {
  test(`a draft with a selection and a composition, ${name}`, async () => {
    const chat = await chat_with.open(options);
    const box = await message_box(chat);
    if (options.hasTouch)
      await chat.page.touchscreen.tap(box.x + 60, box.y + box.height / 2);
    else
      await chat.enter_field();
    await until('the text agent has the focus', () => chat.page.evaluate(
        () => document.activeElement === document.getElementById('text-agent')));
    await chat.page.keyboard.insertText(LONG);
    await press(chat, 'ArrowUp', 'Shift+ArrowUp');
    await chat.settled();
    await chat.screenshot(`writing-${name}`);
    await press(chat, 'ArrowRight');
    const input = await compose(chat);
    await input.show('にほんご');
    await chat.settled();
    await chat.screenshot(`writing-${name}-composed`);
    await input.commit('日本語');
    await until('it is written', async () => /日本語/.test(await draft(chat)));
  });
}
