import type { Texts } from '../types.ts';
import { account } from './account.ts';
import { activity } from './activity.ts';
import { catalog } from './catalog.ts';
import { common } from './common.ts';
import { embed } from './embed.ts';
import { frame } from './frame.ts';
import { grants } from './grants.ts';
import { home } from './home.ts';
import { install } from './install.ts';
import { installed } from './installed.ts';
import { members } from './members.ts';
import { notifications } from './notifications.ts';
import { setup } from './setup.ts';
import { signature } from './signature.ts';
import { status } from './status.ts';
import { violations } from './violations.ts';

/** German. */
export const de: Texts = {
  account,
  activity,
  catalog,
  common,
  embed,
  frame,
  grants,
  home,
  install,
  installed,
  members,
  notifications,
  setup,
  signature,
  status,
  violations,
};
