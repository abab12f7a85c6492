import type { Awake } from './awake.ts';
import type { Host } from './host.ts';
import type { Conversation } from './keeper/conversation.ts';
import type { Plugins } from './plugins.ts';
import type { Time } from './time.ts';

/** What the parts of one Plugboard share. */
export interface Running {
  url: string;
  host: Host;
  conversation: Conversation;
  plugins: Plugins;
  awake: Awake;
  time: Time;
}
