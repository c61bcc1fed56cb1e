// SPDX-License-Identifier: Apache-2.0
import { metres } from '../model/metres';
import { positions, positionsVersion } from '../state/positions';
import { Age, LondonTime } from './times';

/** One tag's last position, for the dot that was clicked. */
export function TagCard({ device, close }: { device: string; close: () => void }) {
  void positionsVersion.value;
  const at = positions.get(device);
  if (!at) {
    return null;
  }
  return (
    <aside class="tag-card" aria-label="Last position of a tag">
      <button type="button" class="close" aria-label="Close" onClick={close}>
        ×
      </button>
      <h2>{at.wearer ?? 'No wearer'}</h2>
      <dl>
        <dt>Device</dt>
        <dd>{at.device}</dd>
        <dt>Order</dt>
        <dd>{at.order ?? 'none'}</dd>
        <dt>Fix</dt>
        <dd>
          <LondonTime at={at.fix_time} /> · <Age since={at.fix_time} /> ago
        </dd>
        <dt>Accuracy</dt>
        <dd>
          {metres(at.accuracy_m)} · {at.mechanism.toUpperCase()}
          {at.valid ? '' : ' · not valid'}
        </dd>
        {at.battery_pct !== null && <dt>Battery</dt>}
        {at.battery_pct !== null && <dd>{at.battery_pct} %</dd>}
      </dl>
    </aside>
  );
}
