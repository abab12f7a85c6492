import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../../src/lib/http/client-address.ts';

const hexOf = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex');

/** The ways in which one address of 16 bytes is written. */
function spellingsOf(bytes: readonly number[]): string[] {
  const groups = hexOf(bytes).match(/.{4}/g) ?? [];
  const short = groups.map((group) => group.replace(/^0{1,3}/, ''));
  const long = groups.join(':');
  const dotted = `${short.slice(0, 6).join(':')}:${bytes.slice(12).join('.')}`;
  const shortest = new URL(`http://[${long}]`).hostname.slice(1, -1);
  const all = [long, short.join(':'), dotted, shortest];
  return [...all, ...all.map((one) => one.toUpperCase()), `${long}%eth0`];
}

const bytesOf = (length: number) =>
  fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: length, maxLength: length });

test('an IPv4 address is counted as itself, also where it is written as IPv6', () => {
  fc.assert(
    fc.property(bytesOf(4), (four) => {
      const mapped = [...Array(10).fill(0), 0xff, 0xff, ...four];
      for (const address of [four.join('.'), ...spellingsOf(mapped)]) {
        expect(networkOf(address), address).toBe(four.join('.'));
      }
    }),
  );
});

test('two IPv6 addresses are one network where their first 64 bits are the same, however they are written', () => {
  fc.assert(
    fc.property(bytesOf(8), bytesOf(8), bytesOf(8), (network, line, other) => {
      fc.pre(network.some((byte) => byte !== 0));
      const names = [line, other]
        .flatMap((rest) => spellingsOf([...network, ...rest]))
        .map(networkOf);
      expect(new Set(names).size, names.join(' ')).toBe(1);
      const next = network.with(7, (network[7] as number) ^ 1);
      expect(names).not.toContain(
        networkOf(hexOf([...next, ...line]).replace(/.{4}(?=.)/g, '$&:')),
      );
    }),
  );
});

test('what is no address is kept, but no more of it than an address has', () => {
  expect(networkOf('unix:')).toBe('unix:');
  expect(networkOf('x'.repeat(300))).toHaveLength(45);
});
