// SPDX-License-Identifier: Apache-2.0
export const severities = ['critical', 'serious', 'notice', 'info'] as const;

export type Severity = (typeof severities)[number];

/** 0 is the most severe. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

export const severityName: Record<Severity, string> = {
  critical: 'Critical',
  serious: 'Serious',
  notice: 'Notice',
  info: 'Info',
};
