window.heard = [];
addEventListener('message', ({ origin, data }) => window.heard.push({ origin, data }));
