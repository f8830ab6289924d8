// The page of the tutorial's deadlock, as a reader goes through it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {close, launch, open, picture, reportIn, reportOf, statesAfter, stateTable, stepOf}
  from './support.mjs';

let browser;
let file;
before(async () => {
  file = reportOf('tutorial.deadlock.abba');
  browser = await launch();
});
after(() => browser.close());

const ringEdges = (page) => page.evaluate(() =>
  [...document.querySelectorAll('.graph .edge.ring')].map((edge) =>
    getComputedStyle(edge).display !== 'none'));

/** Whether the circle of waiting can be seen: each edge between neighbours in it is there. */
const circleIsThere = async (page, found) => {
  const edges = await ringEdges(page);
  assert.equal(edges.length, 2 * found.deadlock.cycle.length);
  return edges.every(Boolean);
};

test('keys go through all steps, and the ring closes at the step that the report names', async () => {
  const page = await open(browser, file);
  const found = (await reportIn(page)).results[0].findings[0];
  assert.equal(await stepOf(page), found.deadlock.since);
  await page.keyboard.press('Home');
  for (let number = 0; number <= found.steps; ++number) {
    assert.equal(await stepOf(page), number);
    assert.equal(await circleIsThere(page, found), number >= found.deadlock.since,
      `the ring after step ${number}`);
    assert.equal(await page.locator('.graph .closed').count(),
      number >= found.deadlock.since ? 1 : 0);
    await page.keyboard.press('ArrowRight');
  }
  assert.equal(await stepOf(page), found.steps);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await stepOf(page), found.steps - 1);
  await page.keyboard.press('End');
  assert.equal(await stepOf(page), found.steps);
  await close(page);
});

test('the state table is what the report says, at every step', async () => {
  const page = await open(browser, file, {hash: '#step=0'});
  const found = (await reportIn(page)).results[0].findings[0];
  let earlier = statesAfter(found.trace, 0);
  for (let number = 0; number <= found.steps; ++number) {
    const table = await stateTable(page);
    const wanted = statesAfter(found.trace, number);
    assert.deepEqual(Object.keys(table).sort(), Object.keys(wanted).sort());
    for (const [object, state] of Object.entries(wanted)) {
      const changed = state !== earlier[object];
      assert.deepEqual(table[object], {state, changed,
        previous: changed ? `◂ was ${earlier[object]}` : ''}, `${object} after step ${number}`);
    }
    earlier = wanted;
    await page.keyboard.press('ArrowRight');
  }
  await close(page);
});

test('buttons, slider and rows of the diagram go to steps', async () => {
  const page = await open(browser, file);
  await page.getByRole('button', {name: 'To the beginning'}).click();
  assert.equal(await stepOf(page), 0);
  await page.getByRole('button', {name: 'One step on'}).click();
  assert.equal(await stepOf(page), 1);
  await page.locator('.lanes [data-step="3"][data-last]').first().click();
  assert.equal(await stepOf(page), 3);
  assert.equal(await page.locator('.lanes .current').getAttribute('data-step'), '3');
  await page.getByRole('slider').fill('2');
  assert.equal(await stepOf(page), 2);
  await page.getByRole('slider').press('ArrowRight');
  assert.equal(await stepOf(page), 3);
  await page.getByRole('button', {name: 'One step back'}).click();
  assert.equal(await stepOf(page), 2);
  await page.getByRole('button', {name: 'To the end'}).click();
  assert.equal(await stepOf(page), 4);
  await close(page);
});

test('p goes to the preemption, c to what conflicts, g to the graph', async () => {
  const page = await open(browser, file, {hash: '#step=0'});
  const {trace} = (await reportIn(page)).results[0].findings[0];
  await page.keyboard.press('p');
  assert.equal(await stepOf(page), trace.find((step) => step.preempts).step);
  await page.keyboard.press('Home');
  // Each of the two took what the other one waits for.
  await page.keyboard.press('c');
  assert.equal(await stepOf(page), 3);
  await page.keyboard.press('c');
  assert.equal(await stepOf(page), 4);
  await page.keyboard.press('c');
  assert.equal(await stepOf(page), 3);
  await page.keyboard.press('g');
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains('graph')), true);
  await page.keyboard.press('Control+p');
  assert.equal(await stepOf(page), 3);
  await close(page);
});

test('play goes on by itself and stops at the end', async () => {
  const page = await open(browser, file, {hash: '#step=2'});
  await page.keyboard.press(' ');
  assert.equal(await stepOf(page), 3);
  await page.getByText('Step 4 of 4.').waitFor();
  await page.getByRole('button', {name: 'Play'}).waitFor();
  await close(page);
});

test('an address leads to a step, and follows the reader', async () => {
  const page = await open(browser, file, {hash: '#step=4'});
  assert.equal(await stepOf(page), 4);
  await page.keyboard.press('ArrowLeft');
  assert.match(page.url(), /#step=3$/);
  await page.locator('.waiters').getByRole('link', {name: 'step 2'}).click();
  assert.equal(await stepOf(page), 2);
  await page.evaluate(() => {
    location.hash = '#step=99999';
  });
  await page.getByText('Step 4 of 4.').waitFor();
  await page.evaluate(() => {
    location.hash = '#step=nonsense&finding=7';
  });
  assert.ok((await stepOf(page)) >= 0);
  await close(page);
});

test('the sources show where each task is', async () => {
  const page = await open(browser, file, {hash: '#step=4'});
  const {trace, deadlock} = (await reportIn(page)).results[0].findings[0];
  for (const waiter of deadlock.blocked) {
    const card = page.locator('.task', {has: page.locator('h4', {hasText: waiter.task})});
    assert.equal(await card.locator('li.waits').getAttribute('data-line'), String(waiter.line));
  }
  const last = trace.at(-1);
  const active = page.locator('.task.active');
  assert.equal(await active.locator('.task-name').textContent(), last.task);
  assert.equal(await active.locator('li.done').getAttribute('data-line'), String(last.line));
  await close(page);
});

test('the reader goes other ways, and sees how they end', async () => {
  const page = await open(browser, file, {hash: '#step=2'});
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  // Three executions: one thread has both locks before the other one, twice, and the deadlock.
  assert.equal(await page.locator('.below .end').count(), 3);
  assert.equal(await page.locator('.below .fails').count(), 1);
  await page.locator('.choices').getByRole('button', {name: /1 of \d fail/}).click();
  await page.locator('.choices').getByRole('button', {name: /1 of 1 fail/}).click();
  const token = await page.locator('.choices .token').textContent();
  assert.equal(token, (await reportIn(page)).results[0].findings[0].token);
  await page.getByRole('button', {name: 'one choice back'}).click();
  assert.equal(await page.locator('.choices .token').count(), 0);
  await close(page);
});

test('the report can be downloaded', async () => {
  const page = await open(browser, file);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', {name: 'Download the report'}).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'tutorial.deadlock.abba.json');
  const {readFileSync} = await import('node:fs');
  assert.deepEqual(JSON.parse(readFileSync(await download.path(), 'utf8')), await reportIn(page));
  page.wrong = page.wrong.filter((one) => !one.startsWith('asked for blob:'));
  await close(page);
});

for (const colorScheme of ['light', 'dark'])
  test(`it can be looked at: ${colorScheme}, on a phone, printed`, async () => {
    const page = await open(browser, file, {colorScheme});
    await picture(page, `deadlock-${colorScheme}`);
    await page.setViewportSize({width: 390, height: 800});
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    await picture(page, `deadlock-${colorScheme}-phone`);
    await page.setViewportSize({width: 800, height: 1100});
    await page.emulateMedia({media: 'print', colorScheme});
    assert.equal(await page.locator('.bar').isVisible(), false);
    assert.equal(await page.locator('.why').first().isVisible(), true);
    await picture(page, `deadlock-${colorScheme}-print`);
    await close(page);
  });
