// The programs under test, as they are called.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const sourceFolder = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** Calls a program; its exit code and what it printed. */
export function call(program, args, environment = {}) {
  const { CLICOLOR_FORCE, ...inherited } = process.env;
  const ended = spawnSync(program, args, {
    cwd: sourceFolder,
    encoding: 'utf8',
    env: { ...inherited, NO_COLOR: '1', CI: 'true', ...environment },
    maxBuffer: 1 << 28,
  });
  if (ended.error) throw ended.error;
  return { code: ended.status, output: ended.stdout, errors: ended.stderr };
}

/** Calls `use` with a folder of its own, which is taken away afterwards. */
export function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-formats-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const textOf = (file) => readFileSync(file, 'utf8');
export const jsonOf = (file) => JSON.parse(textOf(file));

/** The programs that the build has made; see CMakeLists.txt. */
export const program = process.env.HEDDLE_PROGRAM;
export const crashingProgram = process.env.HEDDLE_CRASHING_PROGRAM;

/** Writes the results that the tests write by hand into `folder`, in every format. */
export function writtenReports(folder) {
  const written = call(process.env.HEDDLE_TEST_REPORTS, ['[.files]'], { HEDDLE_REPORTS_FOLDER: folder });
  if (written.code !== 0) throw new Error(written.output);
}
