import { makePlugin } from '../plugin.js';

export default makePlugin(Deno.env.toObject());
