// The chat in a real Chromium, used as a person or a screen reader would: what is on the canvas is
// found through its accessibility mirror, pressed with the mouse, written to with the keyboard.
//
// From the environment: CHROMIUM (a path), SCREENSHOTS (a folder; nothing is kept when not set).
import {access, mkdir} from 'node:fs/promises';
import path from 'node:path';

import {chromium} from 'playwright-core';

import {until} from './system.mjs';

// A test says what a thing is to everybody: a button, or something that is on or off. To a screen
// reader it is more exactly this.
const ROLES = {
  button: ['button', 'menuitem'],
  checkbox: ['checkbox', 'radio', 'option'],
};

export async function launch_browser() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  await access(executablePath).catch(() => {
    throw new Error(`There is no Chromium at ${executablePath}. Install it (package chromium), or ` +
                    'say where it is in the environment variable CHROMIUM.');
  });
  return chromium.launch({
    executablePath,
    args: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
           '--ignore-gpu-blocklist', '--no-sandbox', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export class ChatPage {
  static async open(browser, url, options = {}) {
    const context = await browser.newContext({
      viewport: {width: 1180, height: 780},
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const chat = new ChatPage();
    chat.context = context;
    chat.page = await context.newPage();
    chat.faults = [];
    chat.page.on('pageerror', (error) => chat.faults.push(error.message));
    chat.page.on('console', (message) => {
      if (message.type() === 'error') chat.faults.push(message.text());
    });
    await chat.page.goto(url);
    await chat.ready().catch((e) => { throw new Error(e.message + ' ' + chat.faults.join('; ')); });
    return chat;
  }

  async ready() {
    await until('the first frame is drawn', () => this.page.evaluate(() => window.memoryMagic?.ready));
    await this.widget('textbox', 'Message').waitFor({state: 'attached'});
  }

  async close() {
    await this.context.close();
  }

  // ---- finding ----
  widget(role, name) {
    const widgets = this.page.locator('#widgets');
    return (ROLES[role] ?? [role]).map((exactly) => widgets.getByRole(exactly, {name, exact: true}))
        .reduce((either, other) => either.or(other));
  }
  // The conversation as a screen reader gets it: [['You', 'Hello'], ...].
  spoken() {
    return this.page.locator('#spoken li').evaluateAll((items) => items.map(
        (item) => [item.children[0].textContent, item.children[1].textContent]));
  }
  session() {
    return this.page.evaluate(() => localStorage.getItem('memory-magic.session'));
  }
  frames() {
    return this.page.evaluate(() => window.memoryMagic.frames);
  }

  // ---- doing ----
  async press(role, name) {
    const widget = this.widget(role, name);
    await widget.waitFor({state: 'attached'});
    // What was pressed before may still be moving it.
    let box = await widget.boundingBox();
    await until(`"${name}" stands still`, async () => {
      const before = JSON.stringify(box);
      await this.page.waitForTimeout(100);
      box = await widget.boundingBox();
      return JSON.stringify(box) === before;
    });
    // What is scrolled out of sight is a dot at the edge: pressed as a screen reader does.
    if (box.width <= 1 || box.height <= 1) return widget.dispatchEvent('click');
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }
  async enter_field() {
    await this.press('textbox', 'Message');
    await until('the text agent has the focus', () => this.page.evaluate(
        () => document.activeElement === document.getElementById('text-agent')));
  }
  async write(text) {
    await this.enter_field();
    await this.page.keyboard.type(text);
  }
  async send(text) {
    await this.write(text);
    await this.page.keyboard.press('Enter');
  }

  // ---- waiting ----
  async says(author, words, seconds = 30) {
    return until(`${author} says ${words}`, async () =>
        (await this.spoken()).find(([by, text]) => by === author && text.includes(words)), seconds);
  }
  async is_checked(name, wanted = 'true') {
    await until(`"${name}" is ${wanted === 'true' ? 'on' : 'off'}`, () =>
        this.widget('checkbox', name).evaluate((widget, state) =>
            (widget.getAttribute('aria-checked') ?? widget.getAttribute('aria-selected')) === state, wanted));
  }
  // No answer is being written: the composer offers Send again.
  async answered() {
    await this.widget('button', 'Send').waitFor({state: 'attached'});
  }
  async settled() {
    let before = -1;
    await until('frames stop', async () => {
      const now = await this.frames();
      const same = now === before;
      before = now;
      await this.page.waitForTimeout(150);
      return same;
    });
  }

  async screenshot(name) {
    const folder = process.env.SCREENSHOTS;
    const options = {};
    if (folder) {
      await mkdir(folder, {recursive: true});
      options.path = path.join(folder, `${name}.png`);
    }
    return this.page.screenshot(options);
  }
}
