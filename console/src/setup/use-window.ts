import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { readSetupAgain, startStep } from '../api/setup.ts';
import { openWindow } from './popup-window.ts';
import type { Setup, Step } from './types.ts';

/** How a window stands that a step goes on in. */
export type WindowState =
  | { kind: 'idle' | 'starting' | 'open' | 'closed' }
  /** The browser opened none: this is where it would go. */
  | { kind: 'blocked'; url: string }
  | { kind: 'failed'; error: Error };

/** What our page at the end of a window says. */
interface Told {
  event: 'plugboard.set-up';
  install_id: number;
  step: number | null;
  outcome: 'done' | 'failed';
}

const LOOK_MS = 400;

/** Frames of other sites may have none. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel('plugboard.set-up');
  } catch {
    return undefined;
  }
}

/** The window that a step goes on in: opens it, hears when it comes back, and notices when it is closed. */
export function useWindow(setup: Setup, step: Step, onDone: (setup: Setup) => void) {
  const [state, setState] = useState<WindowState>({ kind: 'idle' });
  const opened = useRef<Window>(null);
  const install = setup.install_id;
  const before = useRef({ updated: step.updated_at, message: step.message });

  // What came of it is in the set-up, whoever told us to look.
  const look = useEffectEvent(async () => {
    const now = await readSetupAgain(install).catch(() => undefined);
    const { state: is, updated_at, message } = now?.steps[step.number] ?? step;
    const hasChanged = updated_at !== before.current.updated;
    if (now === undefined || !hasChanged) return false;
    before.current = { updated: updated_at, message };
    setState({ kind: 'idle' });
    if (is === 'done' && message === null) {
      opened.current?.close();
      onDone(now);
    }
    return true;
  });

  const isWaiting = state.kind === 'open' || state.kind === 'blocked' || state.kind === 'closed';
  useEffect(() => {
    if (!isWaiting) return;
    const hear = ({ data }: MessageEvent<Told>) => {
      if (data?.event === 'plugboard.set-up' && data.install_id === install) look();
    };
    const hearOwn = (event: MessageEvent<Told>) => {
      if (event.origin === location.origin) hear(event);
    };
    const onFocus = () => look();
    const channel = openChannel();
    if (channel) channel.onmessage = hear;
    window.addEventListener('message', hearOwn);
    window.addEventListener('focus', onFocus);
    return () => {
      channel?.close();
      window.removeEventListener('message', hearOwn);
      window.removeEventListener('focus', onFocus);
    };
  }, [isWaiting, install]);

  const isOpen = state.kind === 'open';
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(async () => {
      if (opened.current?.closed !== true) return;
      clearInterval(timer);
      // It may have closed itself, being done.
      if (!(await look())) setState({ kind: 'closed' });
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [isOpen]);

  return {
    state,
    /** To be called while a click is handled: later, browsers open nothing. */
    async begin() {
      before.current = { updated: step.updated_at, message: step.message };
      const shown = openWindow(`plugboard-set-up-${install}-${step.number}`);
      opened.current = shown;
      setState({ kind: 'starting' });
      try {
        const url = await startStep(install, step.number);
        if (shown === null || shown.closed) return setState({ kind: 'blocked', url });
        // In our own tab, no page of others can lead us elsewhere. A frame hears by its opener alone, and keeps it.
        if (window.top === window) shown.opener = null;
        shown.location.href = url;
        setState({ kind: 'open' });
      } catch (error) {
        shown?.close();
        setState({ kind: 'failed', error: error as Error });
      }
    },
    show: () => opened.current?.focus(),
  };
}
