/** Whether two written telephone numbers are the same one to dial; what is shown is never changed by it (SA-01). */

/** What a number is written with. Anything else may be dialled too: a letter, a sign, a digit of another script. */
const PLAIN = /^[ \u00a0(]*\+?[0-9 \u00a0().\-\u2010-\u2015/]*$/;
/** The zero of a Dutch number within its own country, as it is written after the country code: +31 (0)30. */
const TRUNK = /^([^0-9]*(?:00)?31[^0-9]*)\(\s*0\s*\)/;
/** The country of a number written with a single zero in front: duty numbers and the people who call them are Dutch. */
const NETHERLANDS = "+31";

/**
 * Whether both dial the same telephone from the Netherlands, however they are written (SA-01, C §2.3.4).
 *
 * 0031, +31, +31 (0) and a single 0 in front mean the same; spaces, dashes, dots, slashes and brackets mean nothing.
 * Anything else in it (an extension, a letter, a sign) makes another number, and a text without digits is none: a
 * number that is not recognised is asked about, one wrongly recognised is called.
 */
export function sameNumber(one: string, other: string): boolean {
  const number = dialled(one);
  return number !== "" && number === dialled(other);
}

/** `+`, the country code and what follows; a number without country or area as it is; empty when it is none. */
function dialled(number: string): string {
  if (!PLAIN.test(number)) return "";
  const abroad = /^(\+|00)/.test(number.replaceAll(/[^0-9+]/g, ""));
  const digits = (abroad ? number.replace(TRUNK, "$1") : number).replaceAll(/[^0-9]/g, "");
  if (!abroad) return digits.startsWith("0") ? NETHERLANDS + digits.slice(1) : digits;
  // No Dutch number begins with a zero after the country code: there it is the trunk zero, brackets or not.
  const whole = `+${digits.startsWith("00") ? digits.slice(2) : digits}`.replace(/^\+310/, NETHERLANDS);
  return whole === "+" ? "" : whole;
}
