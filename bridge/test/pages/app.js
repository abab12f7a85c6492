import * as client from '/bridge/plugin/index.js';

window.client = client;
