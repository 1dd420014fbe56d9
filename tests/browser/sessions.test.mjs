// The list of sessions: opened, found, renamed, deleted, taken along and brought back; and the open
// one kept in step with what others do in it.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

import {with_chat} from './support/fixture.mjs';
import {until} from './support/system.mjs';

const chat_with = with_chat({DEMO_PIECE_DELAY_MS: '20'});

const ask = (path, options = {}) => fetch(`${chat_with.system.url}/api${path}`, {
  headers: {'Content-Type': 'application/json'}, ...options,
});

async function say(chat, words) {
  await chat.send(words);
  await chat.says('You', words);
  await chat.answered();
}

const listed = (chat, name) => chat.widget('button', name).waitFor({state: 'attached'});
const gone = (chat, name) => chat.widget('button', name).waitFor({state: 'detached'});

async function choose(chat, title, what) {
  await chat.press('button', `More for ${title}`);
  await chat.press('button', what);
}

test('sessions are listed, opened by a click, found by a word and renamed in place', async () => {
  const chat = await chat_with.open();
  await say(chat, 'My name is Alice');
  await listed(chat, 'Open now: My name is Alice');
  await chat.press('button', 'New chat');
  await say(chat, 'A recipe for soup');
  await listed(chat, 'Open now: A recipe for soup');
  await chat.press('button', 'Open My name is Alice');
  await chat.says('You', 'My name is Alice');
  await listed(chat, 'Open now: My name is Alice');

  await choose(chat, 'My name is Alice', 'Rename');
  await chat.widget('textbox', 'Title').waitFor({state: 'attached'});
  await chat.page.waitForTimeout(300);
  await chat.page.keyboard.type('Trip to Lisbon');
  await chat.page.keyboard.press('Enter');
  await listed(chat, 'Open now: Trip to Lisbon');
  const info = await until('the title is stored', async () => {
    const stored = await (await ask(`/sessions/${await chat.session()}`)).json();
    return stored.renamed && stored;
  });
  assert.equal(info.title, 'Trip to Lisbon');
  await chat.screenshot('sessions');

  await chat.press('textbox', 'Search chats');
  await chat.page.keyboard.type('SOUP');
  await gone(chat, 'Open now: Trip to Lisbon');
  await listed(chat, 'Open A recipe for soup');
});

test('a deleted session can be brought back for a while, and is then deleted', async () => {
  const chat = await chat_with.open();
  await say(chat, 'Soon forgotten');
  const session = await chat.session();
  await choose(chat, 'Soon forgotten', 'Delete');
  await listed(chat, 'Undo');
  await until('the chat is empty', async () => (await chat.spoken()).length === 0);
  await chat.screenshot('session-deleted');
  await chat.press('button', 'Undo');
  await chat.says('You', 'Soon forgotten');
  assert.equal(await chat.session(), session);
  assert.equal((await ask(`/sessions/${session}`)).status, 200);

  await choose(chat, 'Soon forgotten', 'Delete');
  await gone(chat, 'Open now: Soon forgotten');
  await until('it is gone', async () => (await ask(`/sessions/${session}`)).status === 404);
});

test('a deletion is carried out when the page is left', async () => {
  const chat = await chat_with.open();
  await say(chat, 'Left behind');
  const session = await chat.session();
  await choose(chat, 'Left behind', 'Delete');
  await listed(chat, 'Undo');
  await chat.page.goto('about:blank');
  await until('it is gone', async () => (await ask(`/sessions/${session}`)).status === 404, 4);
});

test('a session is exported to a file, and imported by the button and by dropping', async () => {
  const chat = await chat_with.open();
  await say(chat, 'Worth keeping');
  await listed(chat, 'Open now: Worth keeping');
  for (const [what, name] of [['Export as Markdown', 'Worth keeping.md'],
                              ['Export as JSON', 'Worth keeping.json']]) {
    const download = chat.page.waitForEvent('download');
    await choose(chat, 'Worth keeping', what);
    const file = await download;
    assert.equal(file.suggestedFilename(), name);
    const content = await readFile(await file.path(), 'utf8');
    assert.match(content, /Worth keeping/);
    if (!name.endsWith('.json')) continue;

    const first = await chat.session();
    const chooser = chat.page.waitForEvent('filechooser');
    await chat.press('button', 'Import a chat');
    await (await chooser).setFiles({name, mimeType: 'application/json', buffer: Buffer.from(content)});
    await until('the import is open', async () => (await chat.session()) !== first);
    await chat.says('You', 'Worth keeping');

    const second = await chat.session();
    await chat.page.evaluate(([text, file_name]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], file_name));
      document.getElementById('canvas').dispatchEvent(
          new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }, [content, name]);
    await until('the drop is open', async () => (await chat.session()) !== second);
    await chat.says('You', 'Worth keeping');
  }
});

test('what others say in the open session appears while it is being written, once', async () => {
  const chat = await chat_with.open();
  await say(chat, 'My name is Alice');
  const session = await chat.session();
  const answer = await ask('/chat', {
    method: 'POST',
    body: JSON.stringify({message: 'Who am I?', mode: 'stateful', provider: 'demo', session_id: session}),
  });
  assert.equal(answer.status, 200);
  const words = (await answer.json()).response;
  await until('the other turn is shown', async () => (await chat.spoken()).length === 4 &&
      (await chat.spoken())[3][1].includes(words.slice(0, 20)));
  await say(chat, 'And now me again');
  assert.deepEqual((await chat.spoken()).map(([by]) => by),
                   ['You', 'Assistant', 'You', 'Assistant', 'You', 'Assistant']);

  await ask(`/sessions/${session}`, {method: 'PATCH', body: JSON.stringify({title: 'Named by curl'})});
  await listed(chat, 'Open now: Named by curl');
  const [first] = await chat_with.system.messages(session);
  await ask(`/sessions/${session}/messages/${first.id}`, {method: 'DELETE'});
  await until('the message is gone', async () => (await chat.spoken()).length === 5);
  await ask('/clear-session', {method: 'POST', body: JSON.stringify({session_id: session})});
  await until('the chat is empty', async () => (await chat.spoken()).length === 0);
});
