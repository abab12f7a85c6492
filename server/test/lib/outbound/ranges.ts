import { SPECIAL_BESIDES, SPECIAL_REGISTRIES } from './special-registries.ts';

/** Address arithmetic for the tests, apart from the code under test: addresses are numbers of 32 or 128 bits. */

export type Family = 'IPv4' | 'IPv6';

interface Range {
  name: string;
  family: Family;
  first: bigint;
  last: bigint;
}

const refusedRanges = [...SPECIAL_REGISTRIES, ...SPECIAL_BESIDES].map(parseRange);

const mappedBase = 0xffff_0000_0000n;

export interface Vector {
  /** The address in the spelling to try. */
  address: string;
  /** Where it lies, for the test's name. */
  position: string;
  isPublic: boolean;
}

/** First, last and both neighbours of every refused range, the IPv4 ones also as IPv4-mapped IPv6 addresses. */
export function boundaryVectors(): Vector[] {
  // Once each: blocks within blocks begin and end at the same places.
  const all = [...refusedRanges.flatMap(aroundRange), ...singleAddresses()];
  return [...new Map(all.map((vector) => [vector.address, vector])).values()];
}

function aroundRange(range: Range): Vector[] {
  const { family, name, first, last } = range;
  const max = (1n << BigInt(bits(family))) - 1n;
  const points: [string, bigint][] = [
    [`first of ${name}`, first],
    [`last of ${name}`, last],
    [`before ${name}`, first - 1n],
    [`after ${name}`, last + 1n],
  ];
  return points
    .filter(([, number]) => number >= 0n && number <= max)
    .flatMap(([position, number]) => {
      const isPublic = isOutsideAll(family, number);
      const plain = { address: format(family, number), position, isPublic };
      if (family === 'IPv6') return [plain];
      const address = format('IPv6', mappedBase + number);
      return [plain, { address, position: `${position}, mapped`, isPublic }];
    });
}

function singleAddresses(): Vector[] {
  return [
    { address: '0:0:0:0:0:fffe:ffff:ffff', position: 'before ::ffff:0:0/96', isPublic: false },
    { address: '0:0:0:0:1:0:0:0', position: 'after ::ffff:0:0/96', isPublic: false },
    { address: '::ffff:9.9.9.9', position: 'public inside ::ffff:0:0/96', isPublic: true },
    { address: '::ffff:127.0.0.1', position: 'loopback inside ::ffff:0:0/96', isPublic: false },
    { address: '::FFFF:7F00:1', position: 'upper case, hexadecimal', isPublic: false },
    { address: '0:0:0:0:0:FFFF:0A00:0001', position: 'private, every zero', isPublic: false },
    { address: '::ffff:0:127.0.0.1', position: 'loopback, translated', isPublic: false },
    { address: '::ffff:0:9.9.9.9', position: 'public, translated', isPublic: false },
    { address: '::9.9.9.9', position: 'public, compatible', isPublic: false },
    { address: '64:ff9b::9.9.9.9', position: 'public, behind NAT64', isPublic: false },
    { address: '200::1', position: 'once NSAP, never Internet', isPublic: false },
    {
      address: '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      position: 'before 2000::/3',
      isPublic: false,
    },
    { address: '2000::', position: 'first of 2000::/3', isPublic: true },
    { address: '4000::', position: 'after 2000::/3', isPublic: false },
    {
      address: '2001:0DB8::0001',
      position: 'documentation, upper case and zeros',
      isPublic: false,
    },
    { address: '0:0:0:0:0:ffff:169.254.169.254', position: 'metadata, spelt out', isPublic: false },
  ];
}

function isOutsideAll(family: Family, number: bigint): boolean {
  if (family === 'IPv6' && number >> 125n !== 1n) return false;
  return !refusedRanges.some(
    (range) => range.family === family && number >= range.first && number <= range.last,
  );
}

function parseRange([block, title]: readonly [string, string]): Range {
  const [address = '', prefix = ''] = block.split('/');
  const name = `${block}, ${title}`;
  const family: Family = address.includes(':') ? 'IPv6' : 'IPv4';
  const first = parse(address, family);
  const size = 1n << BigInt(bits(family) - Number(prefix));
  return { name, family, first, last: first + size - 1n };
}

function bits(family: Family): 32 | 128 {
  return family === 'IPv4' ? 32 : 128;
}

function parse(address: string, family: Family): bigint {
  const [head = '', tail] = address.split('::');
  if (tail !== undefined) {
    const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [
      string[],
      string[],
    ];
    const zeros = Array<string>(8 - before.length - after.length).fill('0');
    return parse([...before, ...zeros, ...after].join(':'), family);
  }
  const [separator, radix, width] = family === 'IPv4' ? ['.', 10, 8n] : [':', 16, 16n];
  return address
    .split(separator as string)
    .reduce(
      (sum, part) => (sum << (width as bigint)) + BigInt(Number.parseInt(part, radix as number)),
      0n,
    );
}

/** An address in full, without any shortening. */
export function format(family: Family, number: bigint): string {
  const count = family === 'IPv4' ? 4 : 8;
  const width = family === 'IPv4' ? 8n : 16n;
  const parts = Array.from({ length: count }, (_, index) => {
    const part = (number >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n);
    return part.toString(family === 'IPv4' ? 10 : 16);
  });
  return parts.join(family === 'IPv4' ? '.' : ':');
}
