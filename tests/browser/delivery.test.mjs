// How the page reaches a browser: what is seen first, how the program is compiled, what is kept.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat();

// A page that is not waited for.
async function page_of(t, options = {}) {
  const context = await chat_with.browser.newContext({viewport: {width: 1180, height: 780}, ...options});
  t.after(() => context.close());
  return context.newPage();
}

const resources = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(
    (entry) => ({name: entry.name.split('/').pop(), bytes: entry.transferSize, type: entry.initiatorType})));

test('the program is compiled while it arrives, as application/wasm, fetched once', async (t) => {
  const page = await page_of(t);
  await page.addInitScript(() => {
    window.compiled = [];
    for (const name of ['instantiateStreaming', 'instantiate']) {
      const original = WebAssembly[name];
      WebAssembly[name] = (...all) => {
        window.compiled.push(name);
        return original.apply(WebAssembly, all);
      };
    }
  });
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await page.goto(chat_with.system.url);
  await until('the first frame is drawn', () => page.evaluate(() => window.memoryMagic?.ready));
  assert.deepEqual(await page.evaluate(() => window.compiled), ['instantiateStreaming']);
  const wasm = answers.filter((answer) => answer.url().endsWith('.wasm'));
  assert.equal(wasm.length, 1);
  assert.equal(wasm[0].headers()['content-type'], 'application/wasm');
  assert.equal(wasm[0].headers()['content-encoding'], 'br');
});

test('a second visit asks for the page alone', async (t) => {
  const page = await page_of(t);
  for (let visit = 0; visit < 2; ++visit) {
    await page.goto(chat_with.system.url);
    await until('the first frame is drawn', () => page.evaluate(() => window.memoryMagic?.ready));
  }
  const files = (await resources(page)).filter(({name}) => /\.[0-9a-f]{12}\./.test(name));
  assert.ok(files.some(({name}) => name.endsWith('.wasm')), JSON.stringify(files));
  assert.deepEqual(files.filter(({bytes}) => bytes > 0), []);
});

for (const colorScheme of ['light', 'dark']) {
  test(`before the program is there, its place is (${colorScheme})`, async (t) => {
    const page = await page_of(t, {colorScheme});
    await page.route('**/*.wasm', () => {});  // never answered
    await page.goto(chat_with.system.url, {waitUntil: 'commit'});
    await page.locator('#skeleton').waitFor({state: 'visible'});
    await until('a slow start has a word', async () =>
        (await page.locator('#notice-words').textContent()) === 'Loading…');
    if (process.env.SCREENSHOTS)
      await page.screenshot({path: `${process.env.SCREENSHOTS}/skeleton-${colorScheme}.png`});
  });
}

test('without JavaScript the page says what is missing', async (t) => {
  const page = await page_of(t, {javaScriptEnabled: false});
  await page.goto(chat_with.system.url);
  const words = page.locator('noscript p');
  assert.ok(await words.isVisible());
  assert.match(await words.textContent(), /allow JavaScript/);
  if (process.env.SCREENSHOTS) await page.screenshot({path: `${process.env.SCREENSHOTS}/noscript.png`});
});

test('a program that cannot be fetched is said in words', async (t) => {
  const page = await page_of(t);
  await page.route('**/app.*.js', (route) => route.abort());
  await page.goto(chat_with.system.url);
  await until('the words are there', async () =>
      /could not be loaded/.test(await page.locator('#notice-words').textContent()));
  assert.ok(!(await page.locator('#skeleton').isVisible()));
});

test('the icon and the manifest are there, and the policy allows them', async (t) => {
  const page = await page_of(t);
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(chat_with.system.url);
  const devtools = await page.context().newCDPSession(page);
  const {data, errors} = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.name, 'Memory Magic');
  for (const {src, type} of manifest.icons) {
    const icon = await page.request.get(`${chat_with.system.url}/${src}`);
    assert.equal(icon.headers()['content-type'], type);
  }
  assert.deepEqual(faults, []);
});
