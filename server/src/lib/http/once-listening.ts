import type { App } from './app.ts';

/** Tries what is needed later, as soon as the server listens: nobody waits for it, and what is wrong is told before anybody meets it. */
export function tryOnceListening(
  app: App,
  attempt: () => Promise<unknown>,
  tell: (error: Error) => void,
): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onListen', (done) => {
    attempt().catch((error) => {
      if (!isClosing) tell(error);
    });
    done();
  });
}
