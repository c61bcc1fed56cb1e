// SPDX-License-Identifier: Apache-2.0
import { ask } from './http';
import { list, object } from './reading';

export async function loadZones(): Promise<unknown[]> {
  return list(object(await (await ask('/v1/zones')).json(), 'zones')['features'], 'features');
}
