// SPDX-License-Identifier: Apache-2.0
import type { Severity } from '../model/severity';
import { severityName } from '../model/severity';

const forms: Record<Severity, string> = {
  critical: 'M8 1 15 8 8 15 1 8Z',
  serious: 'M8 2 15 14 1 14Z',
  notice: 'M2.5 2.5H13.5V13.5H2.5Z',
  info: 'M8 3A5 5 0 1 1 8 13 5 5 0 1 1 8 3Z',
};

/** Diamond, triangle, square, circle; hollow while the incident is only possible. As on the map. */
export function SeveritySign({ severity, hollow = false }: { severity: Severity; hollow?: boolean }) {
  return (
    <svg
      class={`sign sign-${severity}${hollow ? ' is-hollow' : ''}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      role="img"
      aria-label={severityName[severity]}
    >
      <path d={forms[severity]} stroke-width="1.8" stroke-linejoin="round" />
    </svg>
  );
}
