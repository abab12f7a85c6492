import '/assets/bridge/host/define.js';

// What tools are told about the page that they are opened on.
const links = [...document.querySelectorAll('main a[href]')].map((link) => link.href);
const context = { url: location.href, title: document.title, links };
for (const element of document.querySelectorAll('plugboard-toolbar, plugboard-plugin')) {
  element.context = context;
}
