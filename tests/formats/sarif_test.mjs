// The SARIF files that heddle writes conform to the schema of OASIS for SARIF 2.1.0, and say what the
// JSON of the same run says.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { call, crashingProgram, inFolder, jsonOf, program, sourceFolder, writtenReports } from './call.mjs';

const schema = jsonOf(
  `${sourceFolder}/tests/formats/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json`);
const valid = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })).compile(schema);

function problemsOf(log) {
  if (valid(log)) return [];
  return valid.errors.map((one) => `${one.instancePath} ${one.message}`);
}

function conforms(log) {
  assert.deepEqual(problemsOf(log).slice(0, 5), []);
  return log.runs[0];
}

/** Checks models into SARIF and JSON. */
function checked(of, ...args) {
  return inFolder((folder) => {
    const { code } = call(of, ['check', ...args, '--sarif', `${folder}/a.sarif`, '--json', `${folder}/a.json`]);
    return { code, log: jsonOf(`${folder}/a.sarif`), json: jsonOf(`${folder}/a.json`) };
  });
}

/** Calls `visit` with every member of every object below `from`. */
function eachMember(from, visit) {
  if (from === null || typeof from !== 'object') return;
  for (const [key, value] of Object.entries(from)) {
    visit(key, value);
    eachMember(value, visit);
  }
}

/** Whether a result says what a finding says. */
function agree(result, finding) {
  assert.equal(result.ruleId, finding.kind);
  assert.equal(result.properties.token, finding.token);
  assert.ok(result.message.text.includes(finding.token));
  assert.equal(result.suppressions.length, finding.expected ? 1 : 0);
  if (finding.line !== null) {
    const place = result.locations[0].physicalLocation;
    assert.equal(place.artifactLocation.uri, finding.file);
    assert.equal(place.region.startLine, finding.line);
  }
  // The steps of all tasks, in the order of the execution.
  const flows = result.codeFlows?.[0].threadFlows ?? [];
  const steps = [];
  for (const flow of flows) {
    let before = 0;
    for (const one of flow.locations) {
      assert.ok(one.executionOrder > before, 'a task does one thing after the other');
      before = one.executionOrder;
      if (one.executionOrder <= finding.trace.length) steps[one.executionOrder - 1] = { flow, one };
    }
  }
  assert.equal(steps.length, finding.trace.length);
  finding.trace.forEach((step, at) => {
    assert.equal(steps[at].flow.id, step.task ?? 'the clock');
    if (step.line !== null) assert.equal(steps[at].one.location.physicalLocation.region.startLine, step.line);
    const matters = finding.matters?.steps.includes(step.step) ?? false;
    assert.equal(steps[at].one.importance === 'essential', matters);
  });
}

function agreeOnAll(run, report) {
  const findings = report.results.flatMap((one) => one.findings);
  assert.equal(run.results.length, findings.length);
  run.results.forEach((result, at) => agree(result, findings[at]));
}

test('all models', () => {
  const { log, json } = checked(program);
  const run = conforms(log);
  agreeOnAll(run, json);
  const rules = run.tool.driver.rules;
  for (const result of run.results) {
    assert.equal(rules[result.ruleIndex].id, result.ruleId);
    assert.equal(result.level, result.suppressions.length > 0 ? 'note' : rules[result.ruleIndex].defaultConfiguration.level);
  }
  const prints = run.results.map((one) => one.partialFingerprints['heddleSignature/v1']);
  assert.equal(new Set(prints).size, prints.length);
});

test('every place is a line of a file of this project, without columns', () => {
  let places = 0;
  eachMember(checked(program).log, (key, value) => {
    assert.ok(!/column/i.test(key), key);
    if (key !== 'physicalLocation') return;
    ++places;
    assert.equal(value.artifactLocation.uriBaseId, '%SRCROOT%');
    assert.ok(existsSync(`${sourceFolder}/${value.artifactLocation.uri}`), value.artifactLocation.uri);
    assert.ok(value.region.startLine >= 1);
  });
  assert.ok(places > 1000);
});

test('nothing is declared: errors, and none suppressed', () => {
  const { log, json } = checked(program, 'tutorial', '--no-expect');
  const run = conforms(log);
  agreeOnAll(run, json);
  for (const one of run.results) assert.equal(one.level, one.ruleId === 'potential_deadlock' ? 'warning' : 'error');
});

test('crashes, nondeterminism, loops', () => {
  const { log, json } = checked(crashingProgram, 'crash', 'chance', 'leave', 'loop.endless', '--isolate', '--watchdog', '300ms');
  const run = conforms(log);
  assert.equal(run.results.length, json.results.flatMap((one) => one.findings).length);
  assert.ok(run.results.some((one) => one.ruleId === 'crash'));
});

test('results written by hand, hostile names among them', () => inFolder((folder) => {
  writtenReports(folder);
  conforms(jsonOf(`${folder}/check.sarif`));
  assert.equal(conforms(jsonOf(`${folder}/empty.sarif`)).results.length, 0);
}));

test('what is no SARIF is noticed', () => {
  const { log } = checked(program, 'tutorial.deadlock.abba');
  const broken = (change) => {
    const copy = structuredClone(log);
    change(copy.runs[0], copy.runs[0].results[0]);
    return problemsOf(copy).length > 0;
  };
  assert.ok(!broken(() => {}));
  assert.ok(broken((run, result) => { delete result.message; }));
  assert.ok(broken((run, result) => { result.level = 'fatal'; }));
  assert.ok(broken((run, result) => { result.mesage = { text: 'x' }; }));
  assert.ok(broken((run, result) => { result.locations[0].physicalLocation.region.startLine = 0; }));
  assert.ok(broken((run, result) => { result.locations[0].physicalLocation.artifactLocation.uri = 'a b'; }));
  assert.ok(broken((run, result) => { result.codeFlows[0].threadFlows[0].locations[0].importance = 'high'; }));
  assert.ok(broken((run, result) => { result.codeFlows[0].threadFlows = []; }));
  assert.ok(broken((run) => { delete run.tool; }));
});
