// What the tests of the report page have in common: heddle, a browser, pictures.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

export const scratch = mkdtempSync(join(tmpdir(), 'heddle-browser-'));
const pictures = process.env.HEDDLE_PICTURES ?? scratch;
mkdirSync(pictures, {recursive: true});

/** Runs heddle in the source folder; returns what it prints, whatever its exit code. */
export const heddle = (args, program = process.env.HEDDLE_PROGRAM) => {
  try {
    return execFileSync(program, args, {cwd: join(import.meta.dirname ?? '.', '../..'),
      encoding: 'utf8', env: {...process.env, CI: 'true'}, stdio: ['ignore', 'pipe', 'pipe']});
  } catch (error) {
    if (typeof error.stdout === 'string' && error.status < 64) return error.stdout;
    throw error;
  }
};

/** The report page of a model or token. */
export const reportOf = (subject, program) => {
  const file = join(scratch, `${subject}.html`);
  heddle(['report', subject, '-o', file], program);
  return file;
};

export const launch = () => chromium.launch({executablePath: process.env.HEDDLE_BROWSER,
  args: ['--no-sandbox', '--disable-dev-shm-usage']});

/** A page that remembers what goes wrong in it, and what it asks the network for. */
export const open = async (browser, file, {hash = '', ...options} = {}) => {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  page.wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.wrong.push(message.text());
  });
  page.on('pageerror', (error) => page.wrong.push(error.message));
  const own = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) page.wrong.push(`asked for ${request.url()}`);
  });
  await page.goto(own + hash);
  return page;
};

/** Closes the page; fails if something went wrong in it. */
export const close = async (page) => {
  assert.deepEqual(page.wrong, []);
  await page.context().close();
};

export const picture = (page, name, fullPage = true) =>
  page.screenshot({path: join(pictures, `${name}.png`), fullPage});

/** The report that the page carries. */
export const reportIn = (page) => page.evaluate(() =>
  JSON.parse(document.getElementById('report').textContent));

/** The step that the page says it is at. */
export const stepOf = async (page) => {
  const said = await page.locator('.view:not([hidden]) .count').textContent();
  return said.startsWith('Before') ? 0 : Number(/Step (\d+) of/.exec(said)[1]);
};

/** What the state table says: by object, its state and the previous one if it has changed. */
export const stateTable = (page) => page.evaluate(() => {
  const states = {};
  for (const row of document.querySelectorAll('.view:not([hidden]) .state tr[data-object]'))
    states[row.querySelector('.object-name').textContent] = {
      state: row.querySelector('.state').textContent,
      previous: row.querySelector('.previous').textContent,
      changed: row.classList.contains('changed'),
    };
  return states;
});

/** What the report says the states are after a step, of objects that steps are about. */
export const statesAfter = (trace, number) => {
  const states = {};
  for (const step of trace)
    if (step.object !== null && step.before !== '') states[step.object] ??= step.before;
  for (const step of trace)
    if (step.object !== null && step.step <= number) states[step.object] = step.after;
  return states;
};

export const text = (file) => readFileSync(file, 'utf8');
