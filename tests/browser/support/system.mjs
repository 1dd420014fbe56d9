// The real system on free loopback ports: a private redis-server, and the proxy in front of it.
//
// From the environment: PROXY_BINARY (the built chat-proxy), UI_DIR (the built site).
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}; ctest does.`);
  return value;
}

// Where sanitizers write what they find (tests/support/sanitized.py), and how many times longer than
// usual programs may take because of them.
const sanitizers = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(ASAN|LSAN|TSAN|UBSAN)_OPTIONS$/.test(name)));
export const patience = Number(process.env.MAGIC_TEST_PATIENCE ?? 1);

function free_port() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function until(what, question, seconds = 30) {
  seconds *= patience;
  const end = Date.now() + seconds * 1000;
  let problem = '';
  while (Date.now() < end) {
    try {
      const answer = await question();
      if (answer) return answer;
    } catch (error) {
      problem = ` (${error.message})`;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`Not in ${seconds} s: ${what}${problem}`);
}

class Program {
  constructor(command, args, environment = {}) {
    this.output = '';
    this.child = spawn(command, args, {
      env: {PATH: process.env.PATH, ...sanitizers, ...environment},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (bytes) => (this.output += bytes));
    this.gone = new Promise((resolve) => {
      this.child.on('exit', resolve);
      this.child.on('error', (error) => {
        this.output += error.message;
        resolve();
      });
    });
  }

  async stop() {
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 5000 * patience);
    await this.gone;
    clearTimeout(kill);
  }
}

export class System {
  static async start(settings = {}) {
    const system = new System();
    system.settings = settings;
    system.folder = await mkdtemp(path.join(tmpdir(), 'memory-magic-browser-'));
    system.redis_port = await free_port();
    system.port = await free_port();
    system.ui_port = await free_port();
    try {
      await system.start_redis();
      await system.start_proxy();
    } catch (problem) {
      await system.stop();
      throw problem;
    }
    return system;
  }

  get url() {
    return `http://127.0.0.1:${this.ui_port}`;
  }

  async start_redis() {
    this.redis = new Program('redis-server', [
      '--port', this.redis_port, '--bind', '127.0.0.1', '--dir', this.folder, '--save', '',
      '--appendonly', 'yes',
    ]);
    await until('redis-server listens', () => /Ready to accept connections/.test(this.redis.output));
  }

  async start_proxy() {
    this.proxy = new Program(required('PROXY_BINARY'), ['--env-file', '/dev/null'], {
      HOST: '127.0.0.1', PORT: this.port, UI_PORT: this.ui_port, UI_DIR: required('UI_DIR'),
      REDIS_HOST: '127.0.0.1', REDIS_PORT: this.redis_port,
      OLLAMA_BASE_URL: 'http://127.0.0.1:9/v1',  // nothing answers there
      ...this.settings,
    });
    await until('the proxy answers', async () => (await fetch(`${this.url}/api/`)).ok)
        .catch((error) => {
          throw new Error(`${error.message}\n${this.proxy.output}`);
        });
  }

  // What is stored, asked of the proxy as any client would.
  async messages(session) {
    const answer = await fetch(`${this.url}/api/sessions/${session}/messages`);
    return (await answer.json()).messages;
  }

  async stop() {
    if (this.proxy) await this.proxy.stop();
    if (this.redis) await this.redis.stop();
    await rm(this.folder, {recursive: true, force: true});
  }
}
