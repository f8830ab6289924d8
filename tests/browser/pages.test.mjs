// Other pages: several findings, an index, one execution, names that try to be markup, and what
// holds of all of them.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {close, heddle, launch, open, picture, reportIn, reportOf, scratch, statesAfter, stateTable,
  stepOf} from './support.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core has to say about roles, names, contrast and the like. */
const complaints = async (page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run());
  return found.violations.map(({id, nodes}) => `${id}: ${nodes.map((one) => one.html).join(' ')}`);
};

test('several findings are shown one at a time', async () => {
  const page = await open(browser, reportOf('tutorial.bank.unsafe'), {hash: '#finding=2&step=3'});
  const {findings} = (await reportIn(page)).results[0];
  assert.equal(await page.locator('.findings a').count(), findings.length);
  assert.equal(await page.locator('.view:visible').count(), 1);
  assert.equal(await page.locator('.view:visible').getAttribute('data-number'), '2');
  assert.equal(await stepOf(page), 3);
  await page.locator('.findings a').first().click();
  assert.equal(await page.locator('.view:visible').getAttribute('data-number'), '1');
  await page.keyboard.press('Home');
  const {trace} = findings[0];
  for (let number = 0; number <= trace.length; ++number) {
    const table = await stateTable(page);
    for (const [object, state] of Object.entries(statesAfter(trace, number)))
      assert.equal(table[object].state, state, `${object} after step ${number}`);
    await page.keyboard.press('ArrowRight');
  }
  await picture(page, 'bank-light');
  await close(page);
});

test('an index leads to the pages', async () => {
  const folder = join(scratch, 'pages');
  heddle(['check', 'tutorial.bank.unsafe', 'tutorial.deadlock', '--html', folder, '-q']);
  const page = await open(browser, join(folder, 'index.html'));
  assert.deepEqual(await complaints(page), []);
  await picture(page, 'index-light');
  page.removeAllListeners('request');
  await page.getByRole('link', {name: 'tutorial.deadlock.abba'}).click();
  await page.getByRole('heading', {name: 'tutorial.deadlock.abba'}).waitFor();
  await page.goBack();
  await page.getByRole('link', {name: /the balance is never negative/}).click();
  await page.getByRole('heading', {name: 'tutorial.bank.unsafe'}).waitFor();
  await close(page);
});

test('one execution in which nothing is wrong can be stepped through', async () => {
  const outcomes = JSON.parse(heddle(['check', 'tutorial.deadlock.timeout', '--json', '-']))
    .results[0].outcomes;
  const page = await open(browser, reportOf(outcomes[0].token));
  const {trace} = await reportIn(page);
  await page.keyboard.press('End');
  assert.equal(await stepOf(page), trace.length);
  await close(page);
});

test('names are text, whatever they look like', async () => {
  const page = await open(browser, reportOf('hostile', process.env.HEDDLE_HOSTILE_PROGRAM));
  const {findings} = (await reportIn(page)).results[0];
  assert.ok(findings.length >= 2);
  for (let number = 1; number <= findings.length; ++number) {
    await page.evaluate((finding) => {
      location.hash = `#finding=${finding}`;
    }, number);
    await page.keyboard.press('Home');
    for (let step = 0; step < findings[number - 1].steps; ++step)
      await page.keyboard.press('ArrowRight');
    await picture(page, `hostile-${number}`);
  }
  assert.equal(await page.title(), 'FAIL hostile');
  assert.equal(await page.locator('img, iframe, object, embed, link').count(), 0);
  assert.equal(await page.locator('[onload], [onerror], [onclick]').count(), 0);
  const name = '</script><img src=x onerror="document.title=\'taken\'">';
  assert.ok((await page.locator('.task-name').allTextContents()).includes(name));
  await page.setViewportSize({width: 390, height: 800});
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await close(page);
});

for (const model of ['tutorial.deadlock.abba', 'tutorial.bank.unsafe', 'tutorial.bank.locked',
  'classic.lost_wakeup.no_state'])
  test(`everybody can read it: ${model}`, async () => {
    const file = reportOf(model);
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(browser, file, {colorScheme});
      assert.deepEqual(await complaints(page), [], colorScheme);
      await close(page);
    }
  });
