// What axe-core, the usual judge of accessibility, says of a page: every rule it has, none left out.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Fails with what is wrong and where. Returns how many rules were passed.
export async function audit(page, what) {
  await page.evaluate(source);
  const {violations, passes} = await page.evaluate(async () => {
    const rules = Object.fromEntries(axe.getRules().map(({ruleId}) => [ruleId, {enabled: true}]));
    const found = await axe.run(document, {resultTypes: ['violations'], rules});
    const short = (rule) => ({
      rule: rule.id, help: rule.help, at: rule.nodes.map((node) => node.html.slice(0, 160)).slice(0, 5)});
    return {violations: found.violations.map(short), passes: found.passes.length};
  });
  console.log(`axe-core: ${what}: ${passes} rules passed, ${violations.length} violated`);
  assert.deepEqual(violations, [], what);
  return passes;
}
