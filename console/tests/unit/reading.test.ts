// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { NotUnderstood } from '../../src/api/reading';
import { readIncident, subjectOf } from '../../src/model/incident';
import { alCodeName, kindName } from '../../src/model/kind';
import { boundary } from '../../src/model/metres';
import { readPosition } from '../../src/model/position';
import { readZone } from '../../src/model/zone';
import { fix, written } from './incidents-of';

const position = {
  device: 'tag-1',
  order: null,
  wearer: null,
  lat: 51.5,
  lon: -0.1,
  fix_time: '2026-03-01T20:00:00Z',
};
const zoneOf = (geometry: unknown, more = {}) => ({
  type: 'Feature',
  properties: { order: 'ORD-1', condition: 'Z1', type: 'exclusion_zone', ...more },
  geometry,
});

describe('what the server sends', () => {
  it('is read into values with times as instants', () => {
    const read = readIncident(written({}, { evidence: [fix('2026-03-01T19:59:00Z', 51.5, -0.1)] }));

    expect(read.opened).toBe(Date.UTC(2026, 2, 1, 20));
    expect(read.episode.evidence[0]?.place).toEqual({ lat: 51.5, lon: -0.1 });
  });

  it('may have no wearer, no end and an evidence without a place', () => {
    const read = readIncident(written({ wearer: null }, { evidence: [fix('2026-03-01T19:59:00Z', null, null)] }));

    expect([read.wearer, read.episode.ended, read.episode.evidence[0]?.place]).toEqual([null, null, null]);
  });

  it('is about a device where no order holds it', () => {
    const read = readIncident(written({ wearer: null, device: '3563' }, { order: null, kind: 'association' }));

    expect([read.episode.order, read.device, subjectOf(read)]).toEqual([null, '3563', 'Device 3563']);
  });

  it('is about the wearer, failing that the order, and says so when it is about none', () => {
    const about = (given: Record<string, unknown>, episode = {}) => subjectOf(readIncident(written(given, episode)));

    expect(about({ device: '3563' })).toBe('A. Person');
    expect(about({ wearer: { id: 'W-1', name: null }, device: '3563' })).toBe('W-1');
    expect(about({ wearer: null, device: '3563' })).toBe('ORD-1');
    expect(about({ wearer: null }, { order: null })).toBe('No order');
    expect(about({ wearer: null, device: undefined }, { order: null })).toBe('No order');
  });

  it.each([
    ['an unknown severity', written({}, { severity: 'worst' })],
    ['a time that is none', written({ opened: 'yesterday' })],
    ['a revision in words', written({}, { revision: 'two' })],
    ['a place off the map', written({}, { evidence: [fix('2026-03-01T19:59:00Z', 95, 0)] })],
    ['a device that is no text', written({ device: 3563 })],
    ['no episode', { ...written(), episode: undefined }],
    ['nothing', undefined],
  ])('is refused with %s', (_what, value) => {
    expect(() => readIncident(value)).toThrow(NotUnderstood);
  });

  it('has absent things as unknown, never zero', () => {
    const read = readPosition(position);

    expect([read.accuracy_m, read.battery_pct, read.received, read.valid]).toEqual([null, null, read.fix_time, true]);
    expect(() => readPosition({ ...position, lat: undefined })).toThrow(NotUnderstood);
  });

  it('holds zones of four geometries and no other', () => {
    const ring = [
      [0, 51],
      [1, 51],
      [1, 52],
      [0, 51],
    ];

    expect(readZone(zoneOf({ type: 'Polygon', coordinates: [ring] }, { buffer_m: 200 })).shape).toMatchObject({
      kind: 'area',
      buffer_m: 200,
    });
    expect(readZone(zoneOf({ type: 'MultiPolygon', coordinates: [[ring], [ring]] })).shape).toMatchObject({
      kind: 'area',
    });
    expect(readZone(zoneOf({ type: 'Point', coordinates: [0, 51] }, { radius_m: 500 })).shape).toMatchObject({
      kind: 'circle',
      radius_m: 500,
    });
    expect(readZone(zoneOf({ type: 'LineString', coordinates: ring }, { radius_m: 80 })).shape).toMatchObject({
      kind: 'corridor',
      radius_m: 80,
    });
    expect(() => readZone(zoneOf({ type: 'MultiPoint', coordinates: ring }))).toThrow(
      'a zone cannot be a MultiPoint',
    );
    expect(() => readZone(zoneOf({ type: 'Point', coordinates: ['0', 51] }))).toThrow(NotUnderstood);
  });
});

describe('words on the page', () => {
  it('say inside and outside, not minus and plus', () => {
    expect([boundary(-31.4), boundary(1520), boundary(null)]).toEqual(['31 m inside', '1.5 km outside', '–']);
  });

  it('name every kind that the rules conclude, none of them by its key', () => {
    const kinds =
      'exclusion_zone crossing approach inclusion_zone restriction_zone curfew attendance proximity ' +
      'proximity_prealert proximity_blind no_contact no_fix not_monitored association strap case sos jamming ' +
      'battery_low battery_dead clock_fault';
    const names = kinds.split(' ').map(kindName);

    expect(new Set(names).size).toBe(21);
    names.forEach((name) => expect(name).toMatch(/^[A-Z]/));
  });

  it("say what a curfew's code means", () => {
    expect(alCodeName('AL09')).toBe('Came home late');
    expect(alCodeName('AL99')).toBe('AL99');
    expect(['AL08', 'AL10', 'AL11', 'AL12'].map(alCodeName).every((name) => !name.startsWith('AL'))).toBe(true);
  });

  it('show a kind of tomorrow as it is written', () => {
    expect([kindName('strap'), kindName('drone_near'), kindName('constructor')]).toEqual([
      'Strap tamper',
      'drone near',
      'constructor',
    ]);
  });
});
