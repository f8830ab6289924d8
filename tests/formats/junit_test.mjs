// The JUnit files that heddle writes are XML (judged by libxml2), and say to an independent reader
// (junit2json) what the JSON of the same run says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'junit2json';
import { XmlDocument } from 'libxml2-wasm';
import { call, crashingProgram, inFolder, jsonOf, program, textOf, writtenReports } from './call.mjs';

/** The one suite of a file. Throws if it is no XML. */
async function suiteIn(text) {
  XmlDocument.fromString(text).dispose();
  const read = await parse(text);
  assert.equal(read.testsuite.length, 1);
  return read.testsuite[0];
}

/** Checks models into JUnit and JSON. */
function checked(of, ...args) {
  return inFolder((folder) => {
    const { code } = call(of, ['check', ...args, '--junit', `${folder}/a.xml`, '--json', `${folder}/a.json`]);
    return { code, xml: textOf(`${folder}/a.xml`), json: jsonOf(`${folder}/a.json`) };
  });
}

const nameOf = (one) => (one.classname === 'heddle' ? one.name : `${one.classname}.${one.name}`);
const bad = (one) => one.failure?.[0] ?? one.error?.[0];
const tokensOf = (one) => (one.properties ?? []).filter((each) => each.name === 'token').map((each) => each.value);
const failing = (result) => result.findings.filter((one) => !one.expected && one.kind !== 'potential_deadlock');

/** Whether a suite says what a report says. */
function agree(suite, report) {
  const cases = suite.testcase ?? [];
  assert.deepEqual(cases.map(nameOf), report.results.map((one) => one.model));
  assert.equal(suite.tests, cases.length);
  assert.equal(suite.failures, cases.filter((one) => one.failure).length);
  assert.equal(suite.errors, cases.filter((one) => one.error).length);
  assert.equal(suite.skipped, cases.filter((one) => one.skipped).length);
  report.results.forEach((result, at) => {
    const one = cases[at];
    assert.equal(Boolean(bad(one)), failing(result).length > 0, result.model);
    assert.deepEqual(tokensOf(one), result.findings.map((found) => found.token).filter((token) => token));
    // The reader takes what looks like a number for one.
    const properties = Object.fromEntries(one.properties.map((each) => [each.name, String(each.value)]));
    assert.equal(properties.executions, String(result.executions));
    assert.equal(properties.coverage, result.coverage);
    assert.equal(properties.strategy, result.strategy);
    assert.equal(properties.seed, result.seed === null ? undefined : String(result.seed));
    assert.ok(Math.abs(one.time - result.seconds) < 1e-5);
  });
}

test('all models pass as they declare', async () => {
  const { code, xml, json } = checked(program);
  const suite = await suiteIn(xml);
  agree(suite, json);
  assert.equal(code, 0);
  assert.equal(suite.failures + suite.errors + suite.skipped, 0);
});

test('nothing is declared: the failures are those of the exit code', async () => {
  const { code, xml, json } = checked(program, 'tutorial', 'classic.philosophers', '--no-expect');
  const suite = await suiteIn(xml);
  agree(suite, json);
  assert.ok(suite.failures > 2);
  assert.equal(code, 10);
  for (const one of suite.testcase.filter(bad)) {
    const { message, inner } = bad(one);
    const lines = message.split('\n');
    assert.equal(lines.length, 2);
    assert.ok(lines[0].startsWith('FAIL  '), message);
    assert.ok(inner.includes('Replay '));
  }
});

test('a sample has its seed', async () => {
  const { xml, json } = checked(program, 'tutorial.bank', '--strategy', 'random', '--seed', '7', '--executions', '50');
  agree(await suiteIn(xml), json);
  assert.equal(json.results[0].seed, 7);
});

test('crashes and nondeterminism are errors', async () => {
  const { xml, json } = checked(crashingProgram, 'crash.null', 'crash.stack', 'chance.count', 'fine', 'leave.exit');
  const suite = await suiteIn(xml);
  agree(suite, json);
  assert.equal(suite.errors, 4);
  assert.equal(suite.failures, 0);
});

test('a search that ends at a limit', async () => {
  const { code, xml, json } = checked(program, 'tutorial.bank.unsafe', '--duration', '1ms', '--strategy', 'random');
  agree(await suiteIn(xml), json);
  assert.equal(code, 0);
});

test('results written by hand, hostile names among them', async () => {
  const { hostile, empty } = inFolder((folder) => {
    writtenReports(folder);
    return { hostile: textOf(`${folder}/check.xml`), empty: textOf(`${folder}/empty.xml`) };
  });
  const suite = await suiteIn(hostile);
  // 27 results, a model that was not run and one that ended with an error.
  assert.equal(suite.testcase.length, 29);
  assert.ok(suite.testcase.some((one) => bad(one)?.inner.includes(']]></failure><x a="\'&')));
  assert.equal((await suiteIn(empty)).tests, 0);
});

test('what is no XML is noticed', async () => {
  await assert.rejects(suiteIn('<testsuites><testsuite name="\u0001"/></testsuites>'));
  await assert.rejects(suiteIn('<testsuites><testsuite name="a"></testsuites>'));
});
