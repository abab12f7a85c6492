import { makePlugin } from '../plugin.js';

export default makePlugin(process.env);
