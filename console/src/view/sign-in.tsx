// SPDX-License-Identifier: Apache-2.0
import { useSignal } from '@preact/signals';
import { HttpProblem } from '../api/http';
import { signIn } from '../state/session';
import { Mark } from './mark';

function sentenceOf(error: unknown): string {
  if (error instanceof HttpProblem) {
    return error.status === 401 ? 'This token is not known, or has been revoked.' : error.message;
  }
  return 'The server cannot be reached. Try again in a moment.';
}

export function SignIn({ notice }: { notice: string }) {
  const token = useSignal('');
  const reason = useSignal('');
  const fault = useSignal('');
  const busy = useSignal(false);
  const ready = token.value.trim() !== '' && reason.value.trim() !== '';

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!ready || busy.value) {
      return;
    }
    busy.value = true;
    fault.value = '';
    try {
      await signIn(token.value.trim(), reason.value.trim());
    } catch (error) {
      fault.value = sentenceOf(error);
    }
    busy.value = false;
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} aria-labelledby="sign-in-title">
        <div class="sign-in-brand">
          <Mark />
          <h1 id="sign-in-title">Cordon</h1>
        </div>
        <p class="sign-in-about">Monitoring centre. Every view of a person is recorded with your reason.</p>
        <p class="sign-in-notice" role="status">
          {notice}
        </p>
        <label for="token">Access token</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          required
          autofocus
          value={token}
          onInput={(event) => (token.value = event.currentTarget.value)}
        />
        <label for="reason">Duty reason</label>
        <input
          id="reason"
          type="text"
          autocomplete="off"
          required
          maxLength={200}
          placeholder="for example: night shift, live monitoring"
          value={reason}
          onInput={(event) => (reason.value = event.currentTarget.value)}
        />
        <p class="sign-in-fault" role="alert">
          {fault}
        </p>
        <button type="submit" class="primary" disabled={!ready || busy.value}>
          {busy.value ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
