// What a server of Plugboard gives pages as `/bridge/host.js`: one script tag defines the elements, and an import has the rest.
import './define.ts';

export * from './index.ts';
