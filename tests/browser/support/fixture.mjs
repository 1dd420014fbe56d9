// One system and one browser for all tests of a file; a fresh page, with its own storage, for each.
import assert from 'node:assert/strict';
import {after, afterEach, before} from 'node:test';

import {ChatPage, launch_browser} from './chat_page.mjs';
import {System} from './system.mjs';

export function with_chat(settings = {}) {
  const fixture = {chats: []};
  before(async () => {
    fixture.system = await System.start(settings);
    fixture.browser = await launch_browser();
  });
  after(async () => {
    if (fixture.browser) await fixture.browser.close();
    if (fixture.system) await fixture.system.stop();
  });
  afterEach(async () => {
    const faults = fixture.chats.flatMap((chat) => chat.faults);
    for (const chat of fixture.chats.splice(0)) await chat.close();
    assert.deepEqual(faults, [], 'the page reported no fault');
  });
  fixture.open = async (options) => {
    const chat = await ChatPage.open(fixture.browser, fixture.system.url, options);
    fixture.chats.push(chat);
    return chat;
  };
  return fixture;
}
