// SPDX-License-Identifier: Apache-2.0
// The form of our own files, without a formatter to install: what a reviewer should not have to say.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const most = { columns: 120, lines: 220 };
const kinds = /\.(ts|tsx|mjs|css|html)$/;

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function faultsOf(path) {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const each = lines.flatMap((line, at) => [
    ...(line.length > most.columns ? [`${at + 1}: ${line.length} columns, at most ${most.columns}`] : []),
    ...(/[ \t]$/.test(line) ? [`${at + 1}: space at the end`] : []),
    ...(line.includes('\t') ? [`${at + 1}: a tab`] : []),
    ...(/innerHTML|dangerouslySet|document\.write/.test(line) && !path.endsWith('check-form.mjs')
      ? [`${at + 1}: server text must not become markup`]
      : []),
  ]);
  return [
    ...each,
    ...(text.endsWith('\n') && !text.endsWith('\n\n') ? [] : ['ends without exactly one newline']),
    ...(lines.slice(0, 3).some((line) => line.includes('SPDX-License-Identifier: Apache-2.0'))
      ? []
      : ['no SPDX line']),
    ...(lines.length > most.lines ? [`${lines.length} lines, at most ${most.lines}`] : []),
  ].map((fault) => `${path.slice(root.length)}: ${fault}`);
}

const own = ['src', 'build', 'tests'].flatMap((folder) => filesUnder(join(root, folder)));
const faults = [...own, join(root, 'vite.config.ts'), join(root, 'index.html')]
  .filter((path) => kinds.test(path))
  .flatMap(faultsOf);
faults.forEach((fault) => console.error(fault));
console.log(`${own.length} files looked at, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
