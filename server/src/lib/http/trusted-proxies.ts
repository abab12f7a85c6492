/**
 * Fastify's `trustProxy` for `PLUGBOARD_TRUST_PROXY`. A number trusts so many senders from us outwards, whoever they are: right where the
 * server can be reached through its proxies only. (Fastify takes numbers too, but then trusts nobody.)
 */
export function trustedProxies(
  setting: false | number | string[],
): false | string[] | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting;
}
