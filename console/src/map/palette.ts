// SPDX-License-Identifier: Apache-2.0
/** The map's colours; the page's are in style/palette.css. Severity is warm, whereabouts are cool. */
import type { Freshness } from '../model/freshness';
import type { Severity } from '../model/severity';

export const palette = {
  land: '#161c24',
  border: '#29323e',
  water: '#0f2740',
  rail: '#263443',
  label: '#65748a',
  ink: '#0b0e12',
  text: '#dfe6ee',
  chosen: '#ffffff',
  zone: { line: '#b58cff', fill: 'rgba(150, 110, 255, 0.13)', buffer: 'rgba(150, 110, 255, 0.09)', text: '#cdb6ff' },
  evidence: '#ffffff',
};

export const severityColour: Record<Severity, string> = {
  critical: '#ff5d5d',
  serious: '#ff9f43',
  notice: '#f2d15c',
  info: '#86b6ff',
};

export const freshnessColour: Record<Freshness, string> = {
  current: '#3fd0a4',
  gap: '#9fb58a',
  silent: '#77818f',
};

export const font = (weight: number, size: number): string =>
  `${weight} ${size}px "Inter Variable", system-ui, sans-serif`;
