// OpenAI's own client, unchanged, against the real proxy (its address in API) and a real Redis.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import OpenAI from 'openai';

const options = { baseURL: `${process.env.API}/v1`, apiKey: 'sk-any', maxRetries: 0, timeout: 20_000 };
const client = new OpenAI(options);
const withSession = (id) => new OpenAI({ ...options, defaultHeaders: { 'X-Session-Id': id } });

const said = (content) => [{ role: 'user', content }];
const chat = (content, more = {}) => ({ model: 'demo', messages: said(content), ...more });
const response = (input, more = {}) => ({ model: 'demo', input, ...more });

async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

test('a chat completion comes whole', async () => {
  const completion = await client.chat.completions.create(chat('Hello'));
  assert.match(completion.id, /^chatcmpl-/);
  assert.equal(completion.object, 'chat.completion');
  assert.equal(completion.model, 'demo');
  assert.ok(Math.abs(completion.created - Date.now() / 1000) < 60);
  const [choice] = completion.choices;
  assert.equal(choice.message.role, 'assistant');
  assert.ok(choice.message.content.length > 0);
  assert.equal(choice.message.refusal, null);
  assert.equal(choice.finish_reason, 'stop');
  const { usage } = completion;
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
});

test('a chat completion comes as a stream, with its usage when asked', async () => {
  const stream = await client.chat.completions.create(
    chat('Hello', { stream: true, stream_options: { include_usage: true } }));
  const chunks = await all(stream);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  assert.ok(text.length > 0);
  const ends = chunks.filter((chunk) => chunk.choices[0]?.finish_reason);
  assert.deepEqual(ends.map((chunk) => chunk.choices[0].finish_reason), ['stop']);
  const last = chunks.at(-1);
  assert.deepEqual(last.choices, []);
  assert.ok(last.usage.completion_tokens > 0);
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);

  const plain = await all(await client.chat.completions.create(chat('Hello', { stream: true })));
  assert.ok(plain.every((chunk) => chunk.usage === undefined));
  assert.equal(plain.at(-1).choices[0].finish_reason, 'stop');
});

test("the client's own helper puts a chat completion stream together", async () => {
  const stream = client.chat.completions.stream(chat('Hello'));
  let heard = '';
  stream.on('content', (piece) => { heard += piece; });
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].message.content, heard);
  assert.equal(completion.choices[0].finish_reason, 'stop');
});

test('an answer that is cut short says so', async () => {
  const completion = await client.chat.completions.create(
    chat('Tell me about yourself', { max_completion_tokens: 1 }));
  assert.equal(completion.choices[0].finish_reason, 'length');
  const cut = await client.responses.create(
    response('Tell me about yourself', { max_output_tokens: 1 }));
  assert.equal(cut.status, 'incomplete');
  assert.equal(cut.incomplete_details.reason, 'max_output_tokens');
});

test('a response comes whole', async () => {
  const answer = await client.responses.create(response('Hello'));
  assert.match(answer.id, /^resp_/);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.error, null);
  assert.equal(answer.store, false);
  assert.ok(answer.output_text.length > 0);
  assert.equal(answer.output.at(-1).role, 'assistant');
  assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
});

test('a response comes as a stream of numbered events', async () => {
  const events = await all(await client.responses.create(response('Hello', { stream: true })));
  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.completed');
  assert.deepEqual(events.map((event) => event.sequence_number), [...events.keys()]);
  const text = events.filter((event) => event.type === 'response.output_text.delta')
    .map((event) => event.delta).join('');
  const done = events.find((event) => event.type === 'response.output_text.done');
  assert.equal(done.text, text);
  assert.equal(events.at(-1).response.output.at(-1).content[0].text, text);
  assert.ok(events.at(-1).response.usage.output_tokens > 0);
});

test("the client's own helper puts a response stream together", async () => {
  const stream = client.responses.stream(response('Hello'));
  let heard = '';
  stream.on('response.output_text.delta', (event) => { heard += event.delta; });
  const answer = await stream.finalResponse();
  assert.equal(answer.output_text, heard);
  assert.equal(answer.status, 'completed');
});

test('models are listed, and each can be asked for by its name', async () => {
  const models = await all(client.models.list());
  const demo = models.find((model) => model.id === 'demo');
  assert.equal(demo.object, 'model');
  assert.equal(demo.owned_by, 'memory-magic');
  for (const model of models)
    assert.equal((await client.models.retrieve(model.id)).id, model.id);
});

test('a model that does not exist is NotFoundError', async () => {
  const missing = { ...chat('Hello'), model: 'no-such-model' };
  for (const asking of [
    () => client.chat.completions.create(missing),
    () => client.chat.completions.create({ ...missing, stream: true }),
    () => client.responses.create({ ...response('Hello'), model: 'no-such-model' }),
    () => client.models.retrieve('no/such-model'),
  ]) {
    await assert.rejects(asking(), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      assert.equal(error.param, 'model');
      return true;
    });
  }
});

test('what the proxy cannot do is BadRequestError and names the field', async () => {
  const tool = { type: 'function', function: { name: 'f', parameters: {} } };
  const image = [{ type: 'image_url', image_url: { url: 'https://pictures.example/a.png' } }];
  for (const [asking, param] of [
    [() => client.chat.completions.create(chat('Hello', { tools: [tool] })), 'tools'],
    [() => client.chat.completions.create(chat('Hello', { n: 2 })), 'n'],
    [() => client.chat.completions.create(chat(image)), 'messages[0].content'],
    [() => client.chat.completions.create(chat('Hello', { temperature: 9 })), 'temperature'],
    [() => client.chat.completions.create({ model: 'demo', messages: [] }), 'messages'],
    [() => client.responses.create(response('Hello', { previous_response_id: 'resp_1' })), 'previous_response_id'],
    [() => client.responses.create(response([])), 'input'],
    [() => withSession('two words').responses.create(response('Hello')), 'X-Session-Id'],
  ]) {
    await assert.rejects(asking(), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.param, param);
      return true;
    });
  }
});

const ask = {
  'chat completions': async (one, text) =>
    (await one.chat.completions.create(chat(text))).choices[0].message.content,
  'streamed chat completions': async (one, text) =>
    (await one.chat.completions.stream(chat(text)).finalChatCompletion()).choices[0].message.content,
  responses: async (one, text) => (await one.responses.create(response(text))).output_text,
  'streamed responses': async (one, text) =>
    (await one.responses.stream(response(text)).finalResponse()).output_text,
};

for (const [name, say] of Object.entries(ask)) {
  test(`a session header gives ${name} memory, in another client too`, async () => {
    const id = `npm-${randomUUID()}`;
    await say(withSession(id), 'My name is Alice');
    assert.match(await say(withSession(id), "What's my name?"), /Alice/);
    assert.doesNotMatch(await say(withSession(`${id}-other`), "What's my name?"), /Alice/);
  });

  test(`without a session header ${name} remember nothing`, async () => {
    await say(client, 'My name is Alice');
    assert.doesNotMatch(await say(client, "What's my name?"), /Alice/);
  });
}

test('a session is one conversation in both APIs, and its own words count, not those sent along', async () => {
  const one = withSession(`npm-${randomUUID()}`);
  await one.responses.create(response('My name is Alice'));
  const completion = await one.chat.completions.create({
    model: 'demo',
    messages: [...said('My name is Bob'), { role: 'assistant', content: 'Hi Bob!' },
      ...said("What's my name?")],
  });
  assert.match(completion.choices[0].message.content, /Alice/);
});

test('without a session the messages that are sent along are the memory', async () => {
  const messages = [...said('My name is Bob'), { role: 'assistant', content: 'Hi Bob!' },
    ...said("What's my name?")];
  const completion = await client.chat.completions.create({ model: 'demo', messages });
  assert.match(completion.choices[0].message.content, /Bob/);
  const answer = await client.responses.create({ model: 'demo', input: messages });
  assert.match(answer.output_text, /Bob/);
});

test('the answer carries the session back', async () => {
  const id = `npm-${randomUUID()}`;
  const { response: raw } = await withSession(id).responses.create(response('Hello')).withResponse();
  assert.equal(raw.headers.get('x-session-id'), id);
});

test('a stream that the client leaves is no error', async () => {
  const stream = await client.chat.completions.create(chat('Hello', { stream: true }));
  for await (const chunk of stream) {
    assert.ok(chunk.id);
    break;
  }
  assert.ok((await client.chat.completions.create(chat('Hello'))).id);
});
