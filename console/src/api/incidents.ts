// SPDX-License-Identifier: Apache-2.0
import { ask } from './http';
import { list, object, textOrNull } from './reading';

export interface IncidentList {
  incidents: unknown[];
  /** Where the list is true; the stream goes on from here. */
  position: string | null;
}

/** 200 a page: 10,000 open incidents, more than people could ever work through; bounds a server that never ends. */
const mostPages = 50;

/** The first page's position counts: what changes while later pages load comes again on the stream. */
export async function loadIncidents(signal: AbortSignal): Promise<IncidentList> {
  const incidents: unknown[] = [];
  let position: string | null = null;
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const response: Response = await ask(`/v1/incidents?limit=200${query}`, { signal });
    const body = object(await response.json(), 'incidents');
    incidents.push(...list(body['incidents'], 'incidents'));
    position ??= response.headers.get('Stream-Position');
    cursor = textOrNull(body, 'next');
    if (cursor === null) {
      break;
    }
  }
  return { incidents, position };
}
