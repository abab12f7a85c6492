import { expect } from 'vitest';
import { withinSecond } from '../support/within-second.ts';

/**
 * Expects that every server has known a token, and that none takes it in a request sent a second or more after `revoke`.
 *
 * @param statusesOf asks every server with the token.
 * @param alive the status of a token that lives.
 */
export async function expectRefusedWithinSecond(
  statusesOf: () => Promise<number[]>,
  alive: number,
  revoke: () => Promise<unknown>,
): Promise<void> {
  const before = await statusesOf();
  expect(before).toEqual(before.map(() => alive));
  await revoke();
  const refused = before.map(() => 401);
  await withinSecond(async () => (await statusesOf()).every((status) => status === 401));
  expect(await statusesOf()).toEqual(refused);
}
