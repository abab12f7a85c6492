import { createPlugin, type PluginOptions } from '@plugboard/sdk';
import { SETTINGS } from './settings.ts';
import { check, listLanguages, nameLanguage } from './setup.ts';
import { type Surroundings, signIn, signOut } from './visits.ts';

/** The greeter: what it does at each event, and what it answers while it is set up. */
export const createGreeter = (options: PluginOptions, surroundings: Surroundings) =>
  createPlugin(options)
    .config(SETTINGS)
    .on('entry_sign_in', (visit) => signIn(visit, surroundings))
    .on('entry_sign_out', signOut)
    // The greeter keeps nothing outside Plugboard, so there is nothing to set up or to clean away.
    .on('plugin_installed', ({ job }) => job.done('Noted plugin_installed'))
    .on('plugin_uninstalled', ({ job }) => job.done('Noted plugin_uninstalled'))
    .remoteValue('setup/desk', () => 'Front desk')
    .remoteValue(
      'setup/notice',
      () => 'Visitors read the greeting on the screen and on their badge.',
    )
    .options('setup/languages', listLanguages)
    .selectedValues('setup/chosen-language', nameLanguage)
    .validate('setup/check', ({ payload }) => check(payload));
