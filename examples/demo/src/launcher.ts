const LOOK_EVERY_MS = 500;

/**
 * Calls `gone` when whoever started the demo is no more. One that is killed tells nobody: `npm run dev` has a channel to us, which closes then;
 * npm has none, so `npm start` gives its process id, and we look whether it is still our parent.
 */
export function whenLauncherIsGone(env: NodeJS.ProcessEnv, gone: () => void): void {
  process.once('disconnect', gone);
  process.channel?.unref();
  const launcher = Number(env.LAUNCHER_PID);
  // Without it somebody started us by hand, and may have gone on purpose (nohup).
  if (!launcher || process.platform === 'win32') return;
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  function look(): void {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    gone();
  }
  // It may have gone while the demo was being built.
  look();
}
