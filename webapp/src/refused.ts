/** The one way in which the inside of the app says no: a stable code, and a sentence for who reads the code. */

/**
 * Something does not verify, or may not be done. Codes are the Python client's; the words people read for a code live
 * in `src/words`. Neither code nor sentence ever holds content, a name, a token or a key. `field` names where a
 * document is malformed, never what stands there.
 */
export class Refused extends Error {
  readonly code: string;
  readonly field: string | undefined;

  constructor(code: string, sentence: string, field?: string) {
    super(sentence);
    this.name = "Refused";
    this.code = code;
    this.field = field;
  }
}

/** Return the code of what was caught, or null when it is no refusal but a fault of ours. */
export function refusalCode(caught: unknown): string | null {
  return caught instanceof Refused ? caught.code : null;
}
