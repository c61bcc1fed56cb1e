// SPDX-License-Identifier: Apache-2.0
// Fails when the JavaScript of the page, gzipped, is over the limit: an operator's screen must be back
// in a second after a reload, over a police network's slowest line.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limitKb = 150;
const folder = new URL('../dist/assets/', import.meta.url);
const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
const sizes = scripts.map((file) => gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length);
const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;

scripts.forEach((file, at) => console.log(`${file}  ${(sizes[at] / 1000).toFixed(1)} kB gzipped`));
if (scripts.length === 0 || total > limitKb) {
  console.error(`JavaScript: ${total.toFixed(1)} kB gzipped in ${scripts.length} files; the limit is ${limitKb} kB`);
  process.exit(1);
}
console.log(`JavaScript: ${total.toFixed(1)} kB gzipped of ${limitKb}`);
