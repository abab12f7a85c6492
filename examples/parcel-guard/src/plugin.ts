import { createPlugin, type PluginOptions } from '@plugboard/sdk';
import { parcelArrived, pickedUp } from './parcels.ts';
import { SETTINGS } from './settings.ts';
import { checkShelf, listShelves, nameShelf } from './shelves.ts';

/**
 * The parcel guard: what it does when a parcel arrives and is picked up, and what it answers while it is set up.
 *
 * @param url where Plugboard and browsers reach it, without a trailing slash
 */
export const createParcelGuard = (options: PluginOptions, url: string) =>
  createPlugin(options)
    .config(SETTINGS)
    .on('parcel_arrived', (arrival) => parcelArrived(arrival, url))
    .action(pickedUp)
    .options('set-up/shelves', listShelves)
    .selectedValues('set-up/chosen-shelf', nameShelf)
    .validate('set-up/shelf', ({ payload }) => checkShelf(payload));
