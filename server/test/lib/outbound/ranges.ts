/** Address arithmetic for the tests, apart from the code under test: addresses are numbers of 32 or 128 bits. */

export type Family = 'IPv4' | 'IPv6';

interface Range {
  name: string;
  family: Family;
  first: bigint;
  last: bigint;
}

const refusedRanges = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15',
  '198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '0:0:0:0:0:0:0:0/96 64:ff9b:0:0:0:0:0:0/96 64:ff9b:1:0:0:0:0:0/48 100:0:0:0:0:0:0:0/64',
  '100:0:0:1:0:0:0:0/64 2001:0:0:0:0:0:0:0/23 2001:db8:0:0:0:0:0:0/32 2002:0:0:0:0:0:0:0/16',
  '2620:4f:8000:0:0:0:0:0/48 3fff:0:0:0:0:0:0:0/20 5f00:0:0:0:0:0:0:0/16 fc00:0:0:0:0:0:0:0/7',
  'fe80:0:0:0:0:0:0:0/10 fec0:0:0:0:0:0:0:0/10 ff00:0:0:0:0:0:0:0/8',
]
  .join(' ')
  .split(' ')
  .map(parseRange);

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
  return [...refusedRanges.flatMap(aroundRange), ...mappedRangeEnds()];
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

function mappedRangeEnds(): Vector[] {
  return [
    { address: '0:0:0:0:0:fffe:ffff:ffff', position: 'before ::ffff:0:0/96', isPublic: true },
    { address: '0:0:0:0:1:0:0:0', position: 'after ::ffff:0:0/96', isPublic: true },
    { address: '::ffff:9.9.9.9', position: 'public inside ::ffff:0:0/96', isPublic: true },
    { address: '::ffff:127.0.0.1', position: 'loopback inside ::ffff:0:0/96', isPublic: false },
    { address: '::FFFF:7F00:1', position: 'upper case, hexadecimal', isPublic: false },
    { address: '0:0:0:0:0:ffff:169.254.169.254', position: 'metadata, spelt out', isPublic: false },
  ];
}

function isOutsideAll(family: Family, number: bigint): boolean {
  return !refusedRanges.some(
    (range) => range.family === family && number >= range.first && number <= range.last,
  );
}

function parseRange(name: string): Range {
  const [address = '', prefix = ''] = name.split('/');
  const family: Family = address.includes(':') ? 'IPv6' : 'IPv4';
  const first = parse(address, family);
  const size = 1n << BigInt(bits(family) - Number(prefix));
  return { name, family, first, last: first + size - 1n };
}

function bits(family: Family): 32 | 128 {
  return family === 'IPv4' ? 32 : 128;
}

function parse(address: string, family: Family): bigint {
  const [separator, radix, width] = family === 'IPv4' ? ['.', 10, 8n] : [':', 16, 16n];
  return address
    .split(separator as string)
    .reduce(
      (sum, part) => (sum << (width as bigint)) + BigInt(Number.parseInt(part, radix as number)),
      0n,
    );
}

function format(family: Family, number: bigint): string {
  const count = family === 'IPv4' ? 4 : 8;
  const width = family === 'IPv4' ? 8n : 16n;
  const parts = Array.from({ length: count }, (_, index) => {
    const part = (number >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n);
    return part.toString(family === 'IPv4' ? 10 : 16);
  });
  return parts.join(family === 'IPv4' ? '.' : ':');
}
