/** Words of the page on which a case is put forward, loaded with that page; Dutch (B1) and English. */

import type { Pair } from "./words.ts";

export const MORE = {
  what: ["Waar gaat het om?", "What is it about?"],
  explain: [
    "U draagt iemand voor. Drie vragen bepalen hoe: directe opname kan met A en B. Anders kan het via de triagetafel, met C.",
    "You put somebody forward. Three questions decide how: direct admission needs A and B. Otherwise it goes through the triage table, with C.",
  ],
  a: ["A. Is de dreiging ernstig?", "A. Is the threat serious?"],
  b: ["B. Waar komt de dreiging vandaan?", "B. Where does the threat come from?"],
  c: ["C. Is er professioneel inzicht?", "C. Is there professional insight?"],
  "c.why": [
    "A en B zijn niet allebei vervuld. Het kan dan alleen via de triagetafel, en daarvoor is C nodig.",
    "A and B are not both met. It can then only go through the triage table, and that needs C.",
  ],
  result: ["Hoe wordt het voorgedragen?", "How is it put forward?"],
  "line.directe_opname": ["Voor directe opname: A en B zijn vervuld.", "For direct admission: A and B are met."],
  "line.triagetafel": ["Via de triagetafel: C is vervuld.", "Through the triage table: C is met."],
  none: ["Dit kan zo nog niet worden voorgedragen.", "This cannot be put forward like this yet."],
  "missing.directe_opname": ["Voor directe opname ontbreekt:", "For direct admission this is missing:"],
  "missing.triagetafel": ["Voor de triagetafel ontbreekt:", "For the triage table this is missing:"],
  wrong: ["Vul eerst aan wat ontbreekt.", "First complete what is missing."],
} as const satisfies Readonly<Record<string, Pair>>;
