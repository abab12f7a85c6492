import { env } from 'cloudflare:workers';
import { makePlugin } from '../plugin.js';

export default makePlugin(env);
