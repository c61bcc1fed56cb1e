// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ServerEvents } from '../../src/stream/server-events';

const text = ': hello\n\nid: 7.0\nevent: incident\ndata: {"a":1}\n\nevent: reset\ndata: {}\n\n';
const two = [
  { event: 'incident', data: '{"a":1}', id: '7.0' },
  { event: 'reset', data: '{}', id: null },
];

describe('server-sent events', () => {
  it('are read whole', () => {
    expect(new ServerEvents().push(text)).toEqual(two);
  });

  it.each(['\n', '\r\n', '\r'])('are the same wherever they are cut, with line end %j', (end) => {
    const lines = `${text.replaceAll('\n', end)}${end}`;
    for (let size = 1; size < 9; size += 1) {
      const events = new ServerEvents();
      const out = [];
      for (let from = 0; from < lines.length; from += size) {
        out.push(...events.push(lines.slice(from, from + size)));
      }
      // A lone CR at the very end waits for its LF; one more character settles it.
      expect([...out, ...events.push(':')]).toEqual(two);
    }
  });

  it('join data lines and leave out an event without data', () => {
    expect(new ServerEvents().push('data: a\ndata:b\n\nevent: nothing\n\n')).toEqual([
      { event: 'message', data: 'a\nb', id: null },
    ]);
  });
});
