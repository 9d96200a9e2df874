/** How the forms of an order to the LCC are asked. */

import type { Asks } from "./offers.ts";

/** A unit is often there in so many minutes. */
const ARRIVES = [15, 30, 60];

export const ASKS: Asks = {
  about: {
    "opdracht.answer": ["opdracht"],
    "opdracht.advise": ["opdracht"],
    "opdracht.afstemmen": ["antwoord"],
  },
  hows: {
    // What cannot be carried out is expected at no time (SA-07).
    "opdracht.answer": ({ chosen: { answer } }) => ({
      text: { word: "answer_text" },
      expected_at: answer === "uitvoerbaar" ? { soon: ARRIVES, help: "answer_expected_at" } : { says: "" },
    }),
    "opdracht.expect": () => ({ expected_at: { soon: ARRIVES } }),
    "opdracht.afstemmen": () => ({ reasons: { word: "text" } }),
  },
};
