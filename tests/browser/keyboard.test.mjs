// Writing as people do: the system's clipboard, input methods, and the browser's own keys.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const read_clipboard = (chat) => chat.page.evaluate(() => navigator.clipboard.readText());
const write_clipboard = (chat, text) =>
    chat.page.evaluate((words) => navigator.clipboard.writeText(words), text);

test('text of any script is pasted from the system clipboard', async () => {
  const chat = await chat_with.open();
  await write_clipboard(chat, 'Grüße, 你好 😀\r\nzweite Zeile');
  await chat.enter_field();
  await chat.page.keyboard.press('Control+v');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'zweite Zeile');
  await chat.answered();
  const [first] = await chat_with.system.messages(await chat.session());
  assert.equal(first.text, 'Grüße, 你好 😀\nzweite Zeile');
});

test('selected text is copied and cut to the system clipboard', async () => {
  const chat = await chat_with.open();
  await chat.write('copy me');
  await chat.page.keyboard.press('Control+a');
  await chat.page.keyboard.press('Control+c');
  await until('it is copied', async () => (await read_clipboard(chat)) === 'copy me');
  await chat.page.keyboard.type('cut me');
  await chat.page.keyboard.press('Control+a');
  await chat.page.keyboard.press('Control+x');
  await until('it is cut', async () => (await read_clipboard(chat)) === 'cut me');
  await chat.page.keyboard.type('what is left');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'what is left');
});

test('a button copies to the system clipboard', async () => {
  const chat = await chat_with.open();
  await chat.press('button', 'Copy session id');
  const session = await chat.session();
  await until('it is copied', async () => (await read_clipboard(chat)) === session);
});

test('where a page may not write the clipboard, copying still works', async () => {
  const chat = await chat_with.open();
  // As on plain http from another machine.
  await chat.page.evaluate(() => {
    window.real_clipboard = navigator.clipboard;
    Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
  });
  await chat.press('button', 'Copy session id');
  const session = await chat.session();
  await until('it is copied', async () =>
      (await chat.page.evaluate(() => window.real_clipboard.readText())) === session);
});

test('an input method composes at the caret, and its Enter does not send', async () => {
  const chat = await chat_with.open();
  await chat.write('A');
  const devtools = await chat.context.newCDPSession(chat.page);
  await devtools.send('Input.imeSetComposition', {text: 'ni', selectionStart: 2, selectionEnd: 2});
  await devtools.send('Input.imeSetComposition', {text: '你', selectionStart: 1, selectionEnd: 1});
  await chat.settled();
  await chat.screenshot('composition');
  assert.deepEqual(await chat.spoken(), []);
  await devtools.send('Input.insertText', {text: '你好'});
  await chat.page.keyboard.type('B');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'A');
  await chat.answered();
  const [first] = await chat_with.system.messages(await chat.session());
  assert.equal(first.text, 'A你好B');
});

test('the caret moves by keys, and Backspace and Delete remove', async () => {
  const chat = await chat_with.open();
  await chat.write('abcd');
  for (const key of ['Backspace', 'ArrowLeft', 'ArrowLeft', 'Delete', 'Home'])
    await chat.page.keyboard.press(key);
  await chat.page.keyboard.type('[');
  await chat.page.keyboard.press('End');
  await chat.page.keyboard.type(']');
  await chat.page.keyboard.press('Enter');
  await chat.says('You', '[ac]');
});

test("Escape keeps the draft", async () => {
  const chat = await chat_with.open();
  await chat.write('still here');
  await chat.page.keyboard.press('Escape');
  await chat.enter_field();
  await chat.page.keyboard.press('Enter');
  await chat.says('You', 'still here');
});

test('the browser keeps its own keys', async () => {
  const chat = await chat_with.open();
  await chat.enter_field();
  const kept = await chat.page.evaluate(() => {
    const agent = document.getElementById('text-agent');
    const passes = (key, code, options = {}) => agent.dispatchEvent(
        new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true, ...options}));
    return {
      find: passes('f', 'KeyF', {ctrlKey: true}), address: passes('l', 'KeyL', {ctrlKey: true}),
      reload: passes('r', 'KeyR', {ctrlKey: true}), close: passes('w', 'KeyW', {ctrlKey: true}),
      zoom: passes('+', 'Equal', {ctrlKey: true}), tools: passes('F12', 'F12'),
      next_pane: passes('F6', 'F6'), inspect: passes('C', 'KeyC', {ctrlKey: true, shiftKey: true}),
    };
  });
  for (const [what, passes] of Object.entries(kept)) assert.ok(passes, what);
});
