/** The fingerprint of an installation as people say it over the telephone: six words of five letters. */

import { concat, fromHex, sha256, utf8 } from "../wire/bytes.ts";

const WORDS = 6;
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const PURPOSE = "piket/v1/fingerprint/words\0";

/** The six words of the hash (hexadecimal) of a genesis; the same that `piket init` prints as spoken. */
export async function fingerprintWords(genesis: string): Promise<readonly string[]> {
  const raw = new DataView((await sha256(concat(utf8(PURPOSE), fromHex(genesis)))).buffer);
  return Array.from({ length: WORDS }, (_none, index) => word(raw.getUint16(2 * index)));
}

/** 16 bits as consonant, vowel, consonant, vowel, consonant: every letter sounds as it is written. */
function word(number: number): string {
  const parts = [[12, CONSONANTS], [10, VOWELS], [6, CONSONANTS], [4, VOWELS], [0, CONSONANTS]] as const;
  return parts.map(([shift, letters]) => letters[(number >> shift) & (letters.length - 1)]).join("");
}
