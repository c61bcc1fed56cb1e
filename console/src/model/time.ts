// SPDX-License-Identifier: Apache-2.0
/** Times as the monitoring centre reads them: Europe/London on the page, UTC on hover. */

const zone = { timeZone: 'Europe/London' };
const clock = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { ...zone, day: 'numeric', month: 'short' });
const year = new Intl.DateTimeFormat('en-GB', { ...zone, year: 'numeric' });
const zoneName = new Intl.DateTimeFormat('en-GB', { ...zone, timeZoneName: 'short', hour: 'numeric' });

export function clockTime(at: number): string {
  return clock.format(at);
}

/** GMT or BST: in the hour that comes twice, only this tells the two apart. */
export function londonZone(at: number): string {
  return zoneName.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** Only as much date as is needed to be sure which day is meant. */
export function londonTime(at: number, now: number): string {
  if (year.format(at) !== year.format(now)) {
    return `${day.format(at)} ${year.format(at)} ${clock.format(at)}`;
  }
  return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

export function utcTime(at: number): string {
  return `${new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$/, 'Z')
    .replace('Z', '')} UTC`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** "42 s", "4 m 09 s", "2 h 05 m", "3 d 04 h": two units, so the eye compares like with like. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  }
  if (seconds < 86_400) {
    return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} m`;
  }
  return `${Math.floor(seconds / 86_400)} d ${two(Math.floor(seconds / 3600) % 24)} h`;
}
