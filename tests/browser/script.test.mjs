// The page's script as TypeScript sees it.
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

test('the types of the script are right', () => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'],
    {stdio: 'inherit'});
});
