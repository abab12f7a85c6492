import { applyLook, connectView, hostOriginsOf } from '/bridge/view/index.js';

window.told = [];
window.view = connectView({
  hostOrigins: hostOriginsOf(document),
  onToken: (token) => window.told.push(token),
  onTokenFailed: () => window.told.push('failed'),
  onLook: (look) => applyLook(document.documentElement, look),
});
window.view.followHeight(document.querySelector('main'));
