// SPDX-License-Identifier: Apache-2.0
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { baseMapPlugin } from './build/base-map-plugin';

// `npm run dev` beside a daemon (or the mock) on this address: the page comes from vite, the data from there.
const daemon = process.env['CORDON_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false }), baseMapPlugin()],
  server: { proxy: { '/v1': daemon } },
  build: {
    target: 'es2022',
    // The page's content policy allows no data: fonts and no inline script, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ['tests/unit/**/*.test.ts'], environment: 'node' },
});
