// SPDX-License-Identifier: Apache-2.0
export function metres(value: number | null): string {
  if (value === null) {
    return '–';
  }
  return Math.abs(value) < 1000 ? `${Math.round(value)} m` : `${(value / 1000).toFixed(1)} km`;
}

/** The sign of a distance is a word here: nobody should have to remember that minus is inside. */
export function boundary(distance: number | null): string {
  if (distance === null) {
    return '–';
  }
  return `${metres(Math.abs(distance))} ${distance < 0 ? 'inside' : 'outside'}`;
}
