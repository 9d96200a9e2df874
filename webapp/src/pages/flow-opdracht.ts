/** What is offered on an order to the LCC, and how its forms are asked. */

import type { Offers } from "./offers.ts";

/** A unit is often there in so many minutes. */
const ARRIVES = [15, 30, 60];

/** The answer may change until a unit is on the spot, which it may be before anybody said when (SA-07). */
const UNDERWAY = ["verstuurd", "uitvoerbaar", "niet_uitvoerbaar"];

export const OFFERS: Offers = {
  settles: {
    beantwoorden: ["opdracht.answer"],
    ter_plaatse: ["opdracht.ter_plaatse", "opdracht.expect"],
    niet_uitvoerbaar: ["opdracht.afstemmen"],
    maatregelenadvies: ["opdracht.advise"],
  },
  besides: { "opdracht.expect": ["uitvoerbaar"], "opdracht.ter_plaatse": UNDERWAY, "opdracht.answer": UNDERWAY },
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
    "opdracht.afstemmen": () => ({ reasons: { word: "opdracht.afstemmen.text" } }),
  },
};
