import * as bridge from '/bridge/host/index.js';
import '/bridge/host/define.js';

window.bridge = bridge;
window.heard = [];
window.violations = [];
window.errors = [];
window.heights = [];
window.validated = 0;

addEventListener('message', ({ origin, data }) => window.heard.push({ origin, data }));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  window.violations.push(`${violatedDirective} ${blockedURI}`),
);

window.embed = (options) => {
  window.embedding = bridge.embedPlugin(document.querySelector('#here'), {
    onError: ({ message }) => window.errors.push(message),
    onHeight: (height) => window.heights.push(height),
    onValidated: () => {
      window.validated += 1;
    },
    ...options,
  });
};
window.ready = true;
