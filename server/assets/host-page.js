import '/assets/bridge/host/define.js';

// What tools are told about the page that they are opened on: `language` and `story` are what tools made for Storyblok read without asking.
const links = [...document.querySelectorAll('main a[href]')].map((link) => link.href);
const story = {
  name: document.title,
  slug: location.pathname.slice(1),
  updated_at: new Date(document.lastModified).toISOString(),
  content: {},
  published: true,
};
const language = document.documentElement.lang;
const context = { language, story, url: location.href, title: document.title, links };
for (const element of document.querySelectorAll('plugboard-toolbar, plugboard-plugin')) {
  element.context = context;
}
