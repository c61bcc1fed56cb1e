// SPDX-License-Identifier: Apache-2.0
import type { Evidence } from '../model/incident';
import { boundary, metres } from '../model/metres';
import { LondonTime } from './times';

export function EvidenceTable({ evidence }: { evidence: Evidence[] }) {
  if (evidence.length === 0) {
    return <p class="detail-note">This episode rests on no fix.</p>;
  }
  return (
    <table class="evidence">
      <caption>Evidence: numbers as on the map</caption>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Fix time</th>
          <th scope="col">Device</th>
          <th scope="col">Position</th>
          <th scope="col" class="is-number">
            Accuracy
          </th>
          <th scope="col" class="is-number">
            Boundary
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((each, at) => (
          <tr key={at}>
            <th scope="row">{at + 1}</th>
            <td>
              <LondonTime at={each.fix_time} />
            </td>
            <td>{each.device}</td>
            <td>{each.place ? `${each.place.lat.toFixed(5)}, ${each.place.lon.toFixed(5)}` : 'no position'}</td>
            <td class="is-number">{each.accuracy_m === null ? '–' : `± ${metres(each.accuracy_m)}`}</td>
            <td class={`is-number${(each.distance_m ?? 0) < 0 ? ' is-inside' : ''}`}>{boundary(each.distance_m)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
