// SPDX-License-Identifier: Apache-2.0
/** What the server sends is read field by field; anything else than the contract is refused by name. */

export class NotUnderstood extends Error {}

export type Json = Record<string, unknown>;

/** Longer than any sentence the rules write; keeps one bad record from filling the page. */
const longestText = 2000;

export function object(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotUnderstood(`${what} is not an object`);
  }
  return value as Json;
}

export function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new NotUnderstood(`${what} is not a list`);
  }
  return value;
}

export function text(from: Json, key: string): string {
  const value = from[key];
  if (typeof value !== 'string') {
    throw new NotUnderstood(`${key} is not text`);
  }
  return value.slice(0, longestText);
}

export function textOrNull(from: Json, key: string): string | null {
  return from[key] === null || from[key] === undefined ? null : text(from, key);
}

export function finite(from: Json, key: string): number {
  const value = from[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new NotUnderstood(`${key} is not a number`);
  }
  return value;
}

export function finiteOrNull(from: Json, key: string): number | null {
  return from[key] === null || from[key] === undefined ? null : finite(from, key);
}

export function flag(from: Json, key: string): boolean {
  return from[key] === true;
}

/** Milliseconds since 1970, UTC. */
export function instant(from: Json, key: string): number {
  const value = Date.parse(text(from, key));
  if (Number.isNaN(value)) {
    throw new NotUnderstood(`${key} is not a time`);
  }
  return value;
}

export function instantOrNull(from: Json, key: string): number | null {
  return from[key] === null || from[key] === undefined ? null : instant(from, key);
}

export function oneOf<T extends string>(from: Json, key: string, allowed: readonly T[]): T {
  const value = allowed.find((each) => each === from[key]);
  if (value === undefined) {
    throw new NotUnderstood(`${key} is none of ${allowed.join(', ')}`);
  }
  return value;
}

/** A place on earth; both coordinates or neither. */
export function placeOrNull(from: Json): { lat: number; lon: number } | null {
  const lat = finiteOrNull(from, 'lat');
  const lon = finiteOrNull(from, 'lon');
  if (lat === null || lon === null) {
    return null;
  }
  if (Math.abs(lat) > 85 || Math.abs(lon) > 180) {
    throw new NotUnderstood(`${lat}, ${lon} is off the map`);
  }
  return { lat, lon };
}
