import { toNext } from '@plugboard/sdk/next';
import { makePlugin } from '../../../../plugin.js';

export const { POST } = toNext(makePlugin(process.env));
