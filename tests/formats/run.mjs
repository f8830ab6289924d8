// node run.mjs TEST.mjs: runs the tests of a file; 77 if the npm packages they need are not there.
import { existsSync } from 'node:fs';

if (!existsSync(new URL('node_modules', import.meta.url))) {
  console.log('tests/formats/node_modules is missing: scripts/test installs it, or npm ci there');
  process.exit(77);
}
await import(`./${process.argv[2]}`);
