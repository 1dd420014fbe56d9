// The canvas as a good guest: no work when idle, sharp, of the window's size, themed, and there for
// screen readers.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

const canvas_size = (chat) => chat.page.evaluate(() => {
  const canvas = document.getElementById('canvas');
  return [canvas.width, canvas.height];
});

async function with_answer(chat) {
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
}

test('nothing is drawn while nothing happens', async () => {
  const chat = await chat_with.open();
  await with_answer(chat);
  await chat.page.mouse.move(600, 300);
  // The proxy's health is asked every few seconds, which may draw: between two questions.
  await until('3 seconds without a frame', async () => {
    const before = await chat.frames();
    await chat.page.waitForTimeout(3000);
    return (await chat.frames()) === before;
  }, 60);
});

test('the canvas has the pixels of the screen', async () => {
  const chat = await chat_with.open({deviceScaleFactor: 2});
  assert.deepEqual(await canvas_size(chat), [2360, 1560]);
  await chat.screenshot('sharp');
});

test('the canvas follows the window', async () => {
  const chat = await chat_with.open();
  for (const [width, height] of [[800, 600], [1500, 900], [420, 700]]) {
    await chat.page.setViewportSize({width, height});
    await until(`the canvas is ${width} x ${height}`, async () =>
        String(await canvas_size(chat)) === String([width, height]));
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`the page is ${colorScheme} where the system is`, async () => {
    const chat = await chat_with.open({colorScheme});
    await with_answer(chat);
    await chat.settled();
    await chat.screenshot(colorScheme);
    const dark = await chat.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
      // Asked for in the same task in which a frame was drawn, else the picture is gone.
      _magic_stir();
      _magic_frame();
      const gl = document.getElementById('canvas').getContext('webgl2');
      const pixel = new Uint8Array(4);
      gl.readPixels(gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2, 1, 1, gl.RGBA,
                    gl.UNSIGNED_BYTE, pixel);
      done(pixel[0] < 100);
    })));
    assert.equal(dark, colorScheme === 'dark');
  });
}

test('a phone shows the chat, and a tap opens its keyboard', async () => {
  const chat = await chat_with.open({
    viewport: {width: 390, height: 800}, deviceScaleFactor: 3, hasTouch: true, isMobile: true,
  });
  assert.deepEqual(await canvas_size(chat), [1170, 2400]);
  const {x, y, width, height} = await chat.widget('textbox', 'Message').boundingBox();
  await chat.page.touchscreen.tap(x + width / 2, y + height / 2);
  await until('the text agent has the focus', () => chat.page.evaluate(
      () => document.activeElement === document.getElementById('text-agent')));
  await chat.page.keyboard.insertText('My name is Alice');
  await chat.page.keyboard.press('Enter');
  await chat.says('Assistant', 'Alice');
  await chat.settled();
  await chat.screenshot('phone');
});

test('a wide window shows the chat', async () => {
  const chat = await chat_with.open({viewport: {width: 1720, height: 960}});
  await with_answer(chat);
  await chat.settled();
  await chat.screenshot('wide');
});

test('a character that our own fonts lack is drawn with the fonts of the system', async () => {
  const chat = await chat_with.open({reducedMotion: 'reduce'});  // the caret stands still
  const picture_of = async (text) => {
    await chat.enter_field();
    await chat.page.keyboard.press('Control+a');
    await chat.page.keyboard.insertText(text);
    await chat.settled();
    const {x, y, height} = await chat.widget('textbox', 'Message').boundingBox();
    return chat.page.screenshot({clip: {x, y, width: 200, height}});
  };
  const missing = await picture_of('\u0378\u0378\u0378\u0378');  // in no font
  assert.ok((await picture_of('\u0378\u0378\u0378\u0378')).equals(missing), 'pictures can be compared');
  assert.ok(!(await picture_of('שלום')).equals(missing), 'Hebrew is drawn');
  await picture_of('中文 日本語 한국어 ไทย Привет Ελλάδα 😀🎉❤ עברית');
  await chat.screenshot('scripts');
});

test('a screen reader finds the controls, and presses them', async () => {
  const chat = await chat_with.open();
  await chat.settled();
  assert.equal(await chat.page.getByRole('log', {name: 'Conversation'}).count(), 1);
  await chat.widget('checkbox', 'Memory: on').dispatchEvent('click');
  await chat.is_checked('Memory: on');
  await chat.is_checked('Memory: off', 'false');
  await chat.widget('textbox', 'Message').dispatchEvent('click');
  await chat.page.keyboard.type('by ear');
  await until('Send is enabled', async () =>
      (await chat.widget('button', 'Send').getAttribute('aria-disabled')) === null);
  await chat.widget('button', 'Send').dispatchEvent('click');
  await chat.says('You', 'by ear');
});

test('a lost graphics context comes back with the picture', async () => {
  const chat = await chat_with.open();
  await chat.page.evaluate(() => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    window.context_tool = gl.getExtension('WEBGL_lose_context');
    window.context_tool.loseContext();
  });
  await chat.page.waitForTimeout(300);
  const before = await chat.frames();
  await chat.page.evaluate(() => window.context_tool.restoreContext());
  await until('a frame is drawn again', async () => (await chat.frames()) > before);
  await with_answer(chat);
  await chat.screenshot('after-context-loss');
  chat.faults = chat.faults.filter((fault) => !/context/i.test(fault));
});

test('a graphics context that stays lost is said in words, until it comes back', async () => {
  const chat = await chat_with.open();
  await chat.page.evaluate(() => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    window.context_tool = gl.getExtension('WEBGL_lose_context');
    window.context_tool.loseContext();
  });
  await until('the words are there', () => chat.page.locator('#notice-words').isVisible());
  assert.match(await chat.page.locator('#notice-words').textContent(), /graphics driver/);
  await chat.screenshot('graphics-gone');
  await chat.page.evaluate(() => window.context_tool.restoreContext());
  await until('the words are gone', async () => !(await chat.page.locator('#notice-words').isVisible()));
  await with_answer(chat);
  chat.faults = chat.faults.filter((fault) => !/context/i.test(fault));
});

test('where the browser refuses to store anything, the chat works all the same', async () => {
  const chat = await chat_with.open();
  await chat.page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await chat.page.reload();
  await chat.ready();
  await with_answer(chat);
});

test('the title tells of an answer that came while nobody looked, until somebody does', async () => {
  const chat = await chat_with.open();
  const look = (hidden) => chat.page.evaluate((gone) => {
    Object.defineProperty(document, 'hidden', {configurable: true, get: () => gone});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await chat.write('My name is Alice');
  await chat.page.keyboard.press('Enter');
  await look(true);
  await until('the title says so', async () => (await chat.page.title()) === 'Answer ready · Memory Magic');
  await chat.says('Assistant', 'Alice');
  await look(false);
  await until('the title is plain again', async () => (await chat.page.title()) === 'Memory Magic');
});
