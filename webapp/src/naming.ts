/** The name and the picture that the app wears: neutral on a protected person's phone, and from their invitation on (SG-07). */

import { neutral, say } from "./words/words.ts";

const KEPT = "naam";
const NEUTRAL = "notities";
/** Where the neutral app starts when it was put on a home screen; this part of an address never leaves the phone. */
const START = "#/notities";
const INVITED = "#uitnodiging=";
const PERSONS = "personen";

type Look = { readonly manifest: string; readonly icon: string; readonly touch: string };
const LOOKS: { readonly own: Look; readonly piket: Look } = {
  own: { manifest: "/notities.webmanifest", icon: "/notities.svg", touch: "/notities-180.png" },
  piket: { manifest: "/manifest.webmanifest", icon: "/icon.svg", touch: "/icon-180.png" },
};

/** Whether this phone is, or is going to be, a protected person's: as it was remembered, or as its address says. */
export function ownBefore(hash: string, kept: string | null): boolean {
  return kept === NEUTRAL || hash.startsWith(START) || isForPerson(hash);
}

/** Whether an invitation is for a protected person. */
export function isForPerson(link: string): boolean {
  const start = link.indexOf(INVITED);
  return start >= 0 && link.slice(start + INVITED.length).split("~")[1] === PERSONS;
}

/** Wear the name and picture, also at the next start; what was said neutrally once is neutral for ever here. */
export function wearName(own: boolean): void {
  const { manifest, icon, touch } = own ? LOOKS.own : LOOKS.piket;
  if (own) localStorage.setItem(KEPT, NEUTRAL);
  neutral(own);
  document.title = say("app.name");
  linked("manifest", manifest);
  linked("icon", icon);
  linked("apple-touch-icon", touch);
}

/** What was remembered here. */
export function nameBefore(): boolean {
  return ownBefore(window.location.hash, localStorage.getItem(KEPT));
}

function linked(rel: string, href: string): void {
  const found = document.head.querySelector<HTMLLinkElement>(`link[rel="${rel}"]`) ?? document.createElement("link");
  if (found.getAttribute("href") === href) return;
  found.rel = rel;
  found.href = href;
  document.head.append(found);
}
