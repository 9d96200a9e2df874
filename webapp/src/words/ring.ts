/** The words of the service worker itself, Dutch (B1) and English; imported there alone, so that it stays one file. */

export const RING = {
  /** Shown when a bell came that it cannot read: somebody is rung all the same. */
  waits: { nl: "Er staat iets voor u klaar.", en: "Something is waiting for you." },
  /** Shown when the browser changed its subscription: until the app is opened, nothing rings here. */
  renew: { nl: "Open Piket om de bel op dit toestel aan te houden.", en: "Open Piket to keep the bell on this device on." },
  renewOwn: { nl: "Open de app om meldingen aan te houden.", en: "Open the app to keep notifications on." },
} as const;

type Sentence = { readonly nl: string; readonly en: string };

const SAID: readonly Sentence[] = [
  RING.waits,
  { nl: "Er staat nog iets voor u klaar.", en: "Something is still waiting for you." },
  { nl: "Proefmelding. U hoeft niets te doen.", en: "Test message. You need not do anything." },
  { nl: "Afgerond. U hoeft niets te doen.", en: "Done. You need not do anything." },
];
const DRILL: Sentence = { nl: "Dit is een oefening.", en: "This is a drill." };

/** All that a bell may say here, the service's own (`notify/wording.py`): any other words are not shown. */
export const SENTENCES: readonly Sentence[] = SAID.flatMap((one) => [one, { nl: `${one.nl} ${DRILL.nl}`, en: `${one.en} ${DRILL.en}` }]);
