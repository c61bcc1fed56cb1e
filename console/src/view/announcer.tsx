// SPDX-License-Identifier: Apache-2.0
import { announcement } from '../state/announcements';

export function Announcer() {
  return (
    <div class="heard-only" role="alert" aria-live="assertive" aria-atomic="true">
      {announcement}
    </div>
  );
}
