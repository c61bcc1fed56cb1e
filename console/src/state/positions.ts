// SPDX-License-Identifier: Apache-2.0
/**
 * Last positions by device. Thousands change every second, so the map is changed in place and listeners get
 * the batch; signals carry only what the header shows.
 */
import { computed, signal } from '@preact/signals';
import { freshness } from '../model/freshness';
import type { LastSeen } from '../model/place';
import { readPosition } from '../model/position';
import type { LastPosition } from '../model/position';
import { list, object } from '../api/reading';
import type { ServerEvent } from '../stream/server-events';
import { now } from './clock';
import { parsed, readEach } from './refusals';

export interface Batch {
  /** The first batch of a connection is everything; what it lacks is gone. */
  all: boolean;
  positions: LastPosition[];
}

export const positions = new Map<string, LastPosition>();
const byOrder = new Map<string, Set<string>>();
const version = signal(0);
const newestReceived = signal<number | null>(null);
const listeners = new Set<(batch: Batch) => void>();
let expectsAll = true;

export const newestFixReceived = computed(() => newestReceived.value);

/** Counted every five seconds and at each batch: a walk over everything, a millisecond for thousands. */
export const reporting = computed(() => {
  void version.value;
  const at = Math.floor(now.value / 5000) * 5000;
  let current = 0;
  for (const position of positions.values()) {
    current += freshness(position.fix_time, at) === 'current' ? 1 : 0;
  }
  return { current, known: positions.size };
});

/** Changes whenever any position does. */
export const positionsVersion = computed(() => version.value);

export function onPositions(listener: (batch: Batch) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function positionsOfOrder(order: string): LastPosition[] {
  return [...(byOrder.get(order) ?? [])].flatMap((device) => positions.get(device) ?? []);
}

export const lastSeen: LastSeen = { ofOrder: positionsOfOrder, ofDevice: (device) => positions.get(device) };

export function expectAllPositions(): void {
  expectsAll = true;
}

function put(position: LastPosition): void {
  const before = positions.get(position.device);
  if (before?.order && before.order !== position.order) {
    byOrder.get(before.order)?.delete(position.device);
  }
  if (position.order) {
    byOrder.set(position.order, (byOrder.get(position.order) ?? new Set()).add(position.device));
  }
  positions.set(position.device, position);
}

export function takePositionsEvent(event: ServerEvent): void {
  if (event.event !== 'positions') {
    return;
  }
  const read = readEach([parsed(event.data)], (value) => list(object(value, 'positions')['positions'], 'positions'));
  const batch = { all: expectsAll, positions: readEach(read.flat(), readPosition) };
  expectsAll = false;
  if (batch.all) {
    positions.clear();
    byOrder.clear();
  }
  batch.positions.forEach(put);
  const latest = batch.positions.reduce((best, each) => Math.max(best, each.received), newestReceived.peek() ?? 0);
  newestReceived.value = latest > 0 ? latest : null;
  version.value += 1;
  listeners.forEach((listener) => listener(batch));
}

export function forgetPositions(): void {
  positions.clear();
  byOrder.clear();
  newestReceived.value = null;
  version.value += 1;
  listeners.forEach((listener) => listener({ all: true, positions: [] }));
}
