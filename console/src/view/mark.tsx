// SPDX-License-Identifier: Apache-2.0
/** The product's sign: a place, and the line around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <circle class="mark-line" cx="16" cy="16" r="12" fill="none" stroke-width="3" stroke-dasharray="14 4.85" />
      <circle class="mark-place" cx="16" cy="16" r="4.5" />
    </svg>
  );
}
