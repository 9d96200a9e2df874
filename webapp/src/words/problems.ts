/** The words of the service for its refusal codes, as `bot/http/words*.py` have them: written from there. */

import made from "./problems.json" with { type: "json" };

/** By code: title and what to do, in Dutch and in English. */
export const PROBLEMS: Readonly<Record<string, readonly string[]>> = made;
