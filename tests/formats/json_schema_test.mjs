// Every JSON report conforms to docs/schema/heddle-1.schema.json: of all models, of every verb, of
// models that crash, of the results that the tests write by hand. And what differs from the schema
// in one member does not.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { call, crashingProgram, inFolder, jsonOf, program, sourceFolder, writtenReports } from './call.mjs';
import { problemsOf } from './json_schema.mjs';

function conforms(report, kind) {
  assert.deepEqual(problemsOf(report, kind).slice(0, 5), []);
  return report;
}

const reported = (of, ...args) => JSON.parse(call(of, args).output);

const findingsOf = (report) => report.results.flatMap((one) => one.findings);

/** The first finding of each kind. */
function oneOfEachKind(report) {
  const kinds = new Map();
  for (const one of findingsOf(report)) if (!kinds.has(one.kind)) kinds.set(one.kind, one);
  return [...kinds.values()];
}

const all = reported(program, 'check', '--json', '-');

test('check: all models', () => {
  conforms(all, 'check');
  assert.ok(all.results.length > 100);
  assert.ok(oneOfEachKind(all).length >= 11, 'the models show most kinds');
});

test('check: searches of every kind', () => {
  const searches = ['--strategy random', '--strategy pct --depth 4', '--strategy portfolio',
    '--strategy surw --no-shrink', '--strategy source', '--preemptions 0..2', '--delays 1',
    '--strategy dfs --executions 5', '--steps 3', '--time quiescent --spurious', '--stop first',
    '--no-expect --directed 0', '--plain invisible'];
  for (const search of searches) {
    const sample = search.includes('dpor') || search.includes('executions') ? [] : ['--executions', '40'];
    conforms(reported(program, 'check', 'tutorial', 'classic.lock_order', '--json', '-',
      ...search.split(' '), ...sample), 'check');
  }
});

test('check: models that crash, loop and throw dice', () => {
  const report = conforms(reported(crashingProgram, 'check', 'crash', 'chance', 'leave',
    'loop.endless', '--isolate', '--watchdog', '300ms', '--json', '-'), 'check');
  const kinds = oneOfEachKind(report).map((one) => one.kind);
  for (const kind of ['crash', 'nondeterminism', 'livelock']) assert.ok(kinds.includes(kind), kind);
});

test('list', () => {
  assert.equal(conforms(reported(program, 'list', '--json'), 'list').models.length, all.results.length);
});

test('replay, explain and shrink: a token of each kind of finding', () => {
  for (const finding of oneOfEachKind(all)) {
    conforms(reported(program, 'replay', finding.token, '--json'), 'replay');
    conforms(reported(program, 'explain', finding.token, '--json'), 'replay');
    conforms(reported(program, 'shrink', finding.token, '--json'), 'shrink');
  }
});

test('check --native', () => {
  const report = conforms(reported(program, 'check', 'tutorial.bank', 'tutorial.deadlock.abba',
    '--native', '--duration', '500ms', '--json', '-'), 'native');
  assert.ok(report.native_runs.length > 1);
});

test('results written by hand', () => inFolder((folder) => {
  writtenReports(folder);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.equal(names.length, 5);
  for (const name of names) conforms(jsonOf(`${folder}/${name}`), name.split('.').at(-2));
}));

test('golden reports', () => {
  const folder = `${sourceFolder}/tests/reports/golden`;
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const reports = names.map((name) => jsonOf(`${folder}/${name}`)).filter((one) => one.schema);
  assert.ok(reports.length > 0);
  for (const one of reports) conforms(one, 'check');
});

test('--version names the version of the schema', () => {
  assert.match(call(program, ['--version']).output, /^schema version 1$/m);
  assert.equal(all.schema, 1);
});

// Members that are there for some findings only, or stand for one of several.
const optional = new Set(['missed_wakeup', 'change', 'race', 'deadlock', 'lock_order', 'endless', 'guarantee',
  'traces', 'crash', 'divergence']);
const freeMaps = new Set(['values', 'outcome', 'observations']);

/** Calls `visit` with every object of `from` whose members the schema fixes. */
function eachObject(from, visit, name = '') {
  if (Array.isArray(from)) {
    for (const one of from) eachObject(one, visit, name);
  } else if (from !== null && typeof from === 'object') {
    if (!freeMaps.has(name)) visit(from);
    for (const [key, one] of Object.entries(from)) eachObject(one, visit, key);
  }
}

test('a member that is missing, misspelt or one too many does not conform', () => {
  // One finding of each kind with a short trace holds every kind of object.
  const report = { schema: 1, results: [structuredClone(all.results[0])] };
  report.results[0].findings = structuredClone(oneOfEachKind(all));
  for (const one of report.results[0].findings) one.trace = one.trace.slice(0, 2);
  conforms(report, 'check');
  const wrong = () => problemsOf(report, 'check').length > 0;
  let changes = 0;
  eachObject(report, (object) => {
    object.surplus = 1;
    assert.ok(wrong(), `a surplus member beside ${Object.keys(object)}`);
    delete object.surplus;
    for (const [key, value] of Object.entries(object)) {
      delete object[key];
      if (!optional.has(key)) assert.ok(wrong(), `without ${key}`);
      object[`${key}x`] = value;
      assert.ok(wrong(), `${key} misspelt`);
      delete object[`${key}x`];
      object[key] = value;
      changes += 2;
    }
  });
  assert.ok(changes > 500);
  conforms(report, 'check');
});

test('a value of another type, or an unknown word, does not conform', () => {
  const broken = (change) => {
    const report = { schema: 1, results: [structuredClone(all.results[0])] };
    report.results[0].findings = structuredClone(oneOfEachKind(all).slice(0, 1));
    change(report, report.results[0], report.results[0].findings[0]);
    return problemsOf(report, 'check').length > 0;
  };
  assert.ok(!broken(() => {}));
  assert.ok(broken((report) => { report.schema = 2; }));
  assert.ok(broken((report, result) => { result.executions = '3'; }));
  assert.ok(broken((report, result) => { result.seconds = -1; }));
  assert.ok(broken((report, result) => { result.coverage = 'total'; }));
  assert.ok(broken((report, result, finding) => { finding.kind = 'data race'; }));
  assert.ok(broken((report, result, finding) => { finding.line = 0; }));
});
