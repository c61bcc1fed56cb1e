// SPDX-License-Identifier: Apache-2.0
/** Server-sent events from text, as the HTML standard has it. */

export interface ServerEvent {
  event: string;
  data: string;
  /** Null when this event carried none. */
  id: string | null;
}

/** The first event of a busy map is some megabytes; past this the server is not speaking our language. */
const longestPending = 64 * 1024 * 1024;

export class ServerEvents {
  private pending = '';
  private looked = 0;
  private event = '';
  private data: string[] = [];
  private id: string | null = null;

  push(chunk: string): ServerEvent[] {
    this.pending += chunk;
    if (this.pending.length > longestPending) {
      throw new Error('an event longer than 64 MB');
    }
    const out: ServerEvent[] = [];
    const end = /\r\n|\n|\r/g;
    end.lastIndex = this.looked;
    let from = 0;
    for (let found = end.exec(this.pending); found; found = end.exec(this.pending)) {
      if (found[0] === '\r' && end.lastIndex === this.pending.length) {
        break; // Its line feed may be in the next chunk.
      }
      this.line(this.pending.slice(from, found.index), out);
      from = end.lastIndex;
    }
    this.pending = this.pending.slice(from);
    this.looked = Math.max(0, this.pending.length - 1);
    return out;
  }

  private line(line: string, out: ServerEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) {
        out.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id });
      }
      this.event = '';
      this.data = [];
      this.id = null;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.event = value;
    } else if (field === 'data') {
      this.data.push(value);
    } else if (field === 'id' && !value.includes('\0')) {
      this.id = value;
    }
  }
}
