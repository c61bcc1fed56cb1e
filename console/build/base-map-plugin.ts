// SPDX-License-Identifier: Apache-2.0
/** `import url from 'virtual:base-map'`: the base map, made once a build and served as one more file. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { makeBaseMap } from './base-map';
import type { Centroid } from './base-map';
import type { Topology } from './topology';

const name = 'virtual:base-map';
const servedAt = '/base-map.json';

export function makeBaseMapJson(): string {
  // By path: the package exports its loader, not its files.
  const folder = new URL('../node_modules/vega-datasets/data/', import.meta.url);
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return JSON.stringify(
    makeBaseMap(
      read('londonBoroughs.json') as Topology,
      read('londonCentroids.json') as Centroid[],
      read('londonTubeLines.json') as Topology,
    ),
  );
}

export function baseMapPlugin(): Plugin {
  let building = false;
  return {
    name: 'cordon-base-map',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) {
        return null;
      }
      if (!building) {
        return `export default ${JSON.stringify(servedAt)};`;
      }
      const file = this.emitFile({ type: 'asset', name: 'base-map.json', source: makeBaseMapJson() });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
    configureServer(server) {
      server.middlewares.use(servedAt, (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(makeBaseMapJson());
      });
    },
  };
}
