// In a frame of a host's page: asks the page around it to lead its window to the consent.
const part = document.querySelector('#begin-oauth');
const { action, tool, redirectTo, origins } = part.dataset;

// Only some browsers tell who is around us; the others deliver to the one that it is.
const around = window.location.ancestorOrigins?.[0];
const hosts = origins.split(' ').filter((origin) => around === undefined || origin === around);

function begin() {
  const message = { action, event: 'beginOAuth', redirectTo, ...(tool !== undefined && { tool }) };
  for (const host of hosts) window.parent.postMessage(message, host);
}

// Where the browser keeps no cookie for us in a frame, who has let the plugin in comes back here and is not known: not round and round.
const AGAIN_MS = 60_000;

function beganJustNow() {
  const key = `began ${new URL(redirectTo).searchParams.get('client_id')}`;
  try {
    const last = Number(sessionStorage.getItem(key));
    sessionStorage.setItem(key, String(Date.now()));
    return Date.now() - last < AGAIN_MS;
  } catch {
    // A browser that keeps nothing at all.
    return true;
  }
}

part.querySelector('button').addEventListener('click', begin);
if (beganJustNow()) {
  for (const text of part.querySelectorAll('[data-when]')) {
    text.hidden = text.dataset.when !== 'again';
  }
} else begin();
