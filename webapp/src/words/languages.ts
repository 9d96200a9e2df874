/** Languages by their name, in the language of whoever reads it: what is stored and signed is a code, such as `en`. */

import { language } from "./words.ts";

/** The field in which somebody's language stands. */
export const LANGUAGE = "language";

/** What is no code of a language, or of none that is known, is shown as it was written. */
export function languageName(code: string): string {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code)) return code;
  return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
}
