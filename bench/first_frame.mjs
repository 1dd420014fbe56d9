// How long it takes from the last byte of the program to the first frame, in a fresh browser profile
// each time. Needs a built proxy and UI, and tests/browser's driver (npm ci there).
//
//   PROXY_BINARY=build/release/proxy/chat-proxy UI_DIR=build/web/site node bench/first_frame.mjs [RUNS]
import {launch_browser} from '../tests/browser/support/chat_page.mjs';
import {System, until} from '../tests/browser/support/system.mjs';

const runs = Number(process.argv[2] || 5);
const system = await System.start();
const rows = [];
try {
  for (let run = 0; run < runs; ++run) {
    const browser = await launch_browser();
    const page = await browser.newPage({viewport: {width: 1180, height: 780}});
    await page.goto(system.url);
    await until('the first frame is drawn', () => page.evaluate(() => window.memoryMagic?.ready));
    rows.push(await page.evaluate(() => {
      const program = performance.getEntriesByType('resource').filter(({name}) => /app\.[^/]*\.(js|wasm)$/.test(name));
      const painted = performance.getEntriesByName('first-contentful-paint')[0];
      const last_byte = Math.max(...program.map(({responseEnd}) => responseEnd));
      return {
        'skeleton after': painted ? painted.startTime : NaN,
        'last byte after': last_byte,
        'first frame after the last byte': performance.getEntriesByName('first frame')[0].startTime - last_byte,
      };
    }));
    await browser.close();
  }
} finally {
  await system.stop();
}

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const name of Object.keys(rows[0])) {
  const numbers = rows.map((row) => row[name]);
  console.log(`${name}: ${middle(numbers).toFixed(0)} ms in the middle of ${runs} runs, ` +
              `${Math.min(...numbers).toFixed(0)} to ${Math.max(...numbers).toFixed(0)}`);
}
