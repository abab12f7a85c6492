/**
 * Numbers of JSON that a double does not hold. `9007199254740993` and `9007199254740992` are one double, and yet two numbers: who
 * compares what others wrote must not take one for the other.
 */

/** A number as a decimal: `0.digits` times ten to the `exponent`. */
interface Decimal {
  negative: boolean;
  /** Without zeros at either end; none at all for zero. */
  digits: string;
  exponent: number;
}

/** A number that is another than every double prints. Those that a double prints are plain numbers, and never equal to one of these. */
export class ExactNumber {
  /** The double next to it. */
  readonly near: number;
  /** On which side of what `near` prints it lies: -1 below, 1 above. */
  readonly side: number;
  readonly decimal: Decimal;
  constructor(near: number, side: number, decimal: Decimal) {
    this.near = near;
    this.side = side;
    this.decimal = decimal;
  }
}

/** A number of a JSON text as it was meant. */
export type AnyNumber = number | ExactNumber;

// Up to 15 digits every decimal has a double of its own (IEEE 754), unless it is near zero or infinity.
const MAY_BE_INEXACT = /[0-9.](?:[0-9.]{15}|[eE][+-]?[0-9]{3})/;

/** Whether a JSON text may have a number that is an {@link ExactNumber}; true for some texts that have none. Costs a third of `JSON.parse`. */
export const mayBeInexact = (text: string): boolean => MAY_BE_INEXACT.test(text);

/**
 * The most digits that an exponent may have, which no number of anybody's needs: beyond, `1e-…` is nothing but work for whoever compares it.
 */
export const MAX_EXPONENT_DIGITS = 9;

/** Reads a JSON number whose exponent has no more than {@link MAX_EXPONENT_DIGITS}. */
export function readNumber(literal: string): AnyNumber {
  const near = Number(literal);
  if (!mayBeInexact(literal)) return near;
  const decimal = decimalOf(literal);
  const side = compareDecimals(decimal, decimalOf(String(near)));
  return side === 0 ? near : new ExactNumber(near, side, decimal);
}

/** Below 0 when `a` is less than `b`, above 0 when it is more, 0 when they are one number. */
export function compareNumbers(a: AnyNumber, b: AnyNumber): number {
  const [x, y] = [nearOf(a), nearOf(b)];
  // Rounding keeps the order of what it does not make equal.
  if (x !== y) return x < y ? -1 : 1;
  if (!(a instanceof ExactNumber)) return b instanceof ExactNumber ? -b.side : 0;
  return b instanceof ExactNumber ? compareDecimals(a.decimal, b.decimal) : a.side;
}

/** One text for all ways to write one number. */
export function canonicalNumber(number: AnyNumber): string {
  // `-0` is zero.
  if (!(number instanceof ExactNumber)) return String(number + 0);
  const { negative, digits, exponent } = number.decimal;
  return `${negative ? '-' : ''}0.${digits}e${exponent}`;
}

const nearOf = (number: AnyNumber): number =>
  number instanceof ExactNumber ? number.near : number;

const PARTS = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

function decimalOf(literal: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = PARTS.exec(literal) ?? [];
  const written = whole + fraction;
  const leading = /^0*/.exec(written)?.[0].length ?? 0;
  let end = written.length;
  while (end > leading && written[end - 1] === '0') end--;
  const digits = written.slice(leading, end);
  if (digits === '') return { negative: false, digits, exponent: 0 };
  const exponent = Number(power) + whole.length - leading;
  return { negative: sign === '-', digits, exponent };
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const [x, y] = [signOf(a), signOf(b)];
  if (x !== y) return x < y ? -1 : 1;
  return x * compareSizes(a, b);
}

function signOf({ negative, digits }: Decimal): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}
