/** What is offered on a line for signals, and from where one opens it. */

import type { Offers, Opens } from "./offers.ts";

export const OFFERS: Offers = {
  settles: { vastleggen: [], herbevestigen: ["signaallijn.record"] },
  besides: { "signaallijn.record": ["open", "paraat"], "signaallijn.end": ["open", "paraat", "vervallen"] },
  about: { "signaallijn.record": ["opvolging"] },
  toPerson: ["signaallijn.open", "signaallijn.record", "signaallijn.end"],
};

const STANDING = ["aangewezen", "einde_aangekondigd"];

/** Of a person in the local domain from the start; else from the case that says who the authority is (P-06). */
export const OPENS: Opens = {
  "signaallijn.open": {
    start: true,
    from: [
      { flow: "signaallijn", what: ["vastleggen"], states: ["vervallen"] },
      { flow: "spoedaanwijzing", states: STANDING },
      { flow: "triage", states: ["opgenomen"] },
      { flow: "herbeoordeling", states: ["gepland", "gevraagd"] },
    ],
    without: ["person", "own", "rccb"],
    page: () => import("./open-signaallijn.ts"),
  },
};
