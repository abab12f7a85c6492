// In the window of a set-up step that came back: tells whoever opened it, and closes when there is nothing to read.
// What it came back with is for nobody who looks over a shoulder, or goes back.
window.history.replaceState(null, '', window.location.pathname);

const part = document.querySelector('#set-up-callback');
if (part !== null) {
  const { install, step, outcome, origins } = part.dataset;
  const message = {
    event: 'plugboard.set-up',
    install_id: Number(install),
    step: step === '' ? null : Number(step),
    outcome,
  };
  // A window that was at another site may have lost its opener: pages of ours hear it all the same.
  const channel = new BroadcastChannel('plugboard.set-up');
  channel.postMessage(message);
  channel.close();
  for (const origin of origins.split(' ')) window.opener?.postMessage(message, origin);
  if (outcome === 'done') window.close();
}
