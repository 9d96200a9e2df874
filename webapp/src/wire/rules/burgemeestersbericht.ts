/** Rules between the fields of acts on a notice to a mayor. */

import type { Rules } from "../act-rules.ts";

export const RULES: Rules = {
  /** Not needed, because. */
  "BurgemeestersberichtCloseVierhoekParams.content": (content, { outcome }) => content !== null || outcome !== "niet_nodig",
};
