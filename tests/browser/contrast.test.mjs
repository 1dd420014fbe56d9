// High contrast, asked for by the system: in its own colours where they are forced, else as much as
// there is; switched while the page is open.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '1'});

// Red, green and blue in the middle of the canvas, which nothing stands on.
const ground = (chat) => chat.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
  // Asked for in the same task in which a frame was drawn, else the picture is gone.
  _magic_stir();
  _magic_frame();
  const gl = document.getElementById('canvas').getContext('webgl2');
  const pixel = new Uint8Array(4);
  gl.readPixels(gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2, 1, 1, gl.RGBA,
                gl.UNSIGNED_BYTE, pixel);
  done([...pixel.slice(0, 3)].join());
})));

async function with_answer(chat) {
  await chat.press('checkbox', 'Memory: on');
  await chat.send('My name is Alice');
  await chat.says('Assistant', 'Alice');
  await chat.answered();
  await chat.press('button', 'Inspector');
  await chat.widget('button', 'Sent: you, My name is Alice').waitFor({state: 'attached'});
}

for (const colorScheme of ['light', 'dark']) {
  test(`forced colours are those of the system, as soon as they are forced (${colorScheme})`, async () => {
    const chat = await chat_with.open({colorScheme, viewport: {width: 1380, height: 860}});
    await with_answer(chat);
    const before = await ground(chat);
    await chat.page.emulateMedia({colorScheme, forcedColors: 'active'});
    const canvas_colour = await chat.page.evaluate(() => {
      const probe = document.createElement('i');
      probe.style.color = 'Canvas';
      document.body.append(probe);
      const colour = getComputedStyle(probe).color.match(/\d+/g).slice(0, 3).join();
      probe.remove();
      return colour;
    });
    assert.notEqual(before, canvas_colour);
    await until('it has the colour of a page', async () => (await ground(chat)) === canvas_colour);
    await chat.page.keyboard.press('Tab');
    await until('the focus is seen', () => chat.page.locator('#canvas[aria-activedescendant]').count());
    await chat.screenshot(`contrast-forced-${colorScheme}`);
  });
}

test('where more contrast is asked for, there is as much as can be', async () => {
  const chat = await chat_with.open({colorScheme: 'dark'});
  const devtools = await chat.context.newCDPSession(chat.page);
  await devtools.send('Emulation.setEmulatedMedia', {features: [
    {name: 'prefers-contrast', value: 'more'}, {name: 'prefers-color-scheme', value: 'dark'}]});
  await until('it is black', async () => (await ground(chat)) === '0,0,0');
});
