/** Every word of the practice wall, Dutch and English; names of functies and obligations are the app's own words. */

import { language, named } from "../src/words/words.ts";
import { TOLD } from "./words-told.ts";
import { TOLD_OF_FLOWS } from "./words-told-flows.ts";

export const WALL = {
  "wall.title": ["Piket, het oefenbord", "Piket, the practice wall"],
  "wall.name": ["Piket", "Piket"],
  "wall.does": ["Belt door tot iemand die mag beslissen antwoordt.", "Rings until somebody who may decide answers."],
  "wall.practice": ["Oefening met verzonnen mensen.", "Practice with made-up people."],
  "wall.loading": ["Het oefenbord wordt klaargezet …", "The practice wall is being set up …"],
  "wall.lost": [
    "Geen contact met het oefenbord. Deze bladzijde probeert het steeds opnieuw. Duurt het lang? Dan is het gestopt: vraag wie het startte om het opnieuw te starten.",
    "No contact with the practice wall. This page keeps trying. Does it take long? Then it has stopped: ask who started it to start it again.",
  ],
  "wall.refused": ["Dat kan nu niet.", "That cannot be done now."],
  "wall.language": ["English", "Nederlands"],
  "wall.language.lang": ["en", "nl"],
  "wall.skip": ["Naar de telefoons", "To the phones"],

  "clock.since": ["{span} na het begin", "{span} after the start"],
  "clock.before": ["het begint om {at}", "it begins at {at}"],
  "clock.preparing": ["Klaarzetten", "Setting up"],
  "clock.playing": ["Speelt", "Playing"],
  "clock.stepping": ["Gaat naar het volgende", "Goes on to the next"],
  "clock.paused": ["Staat stil", "Paused"],
  "clock.over": ["scenario is klaar", "scenario is over"],
  "clock.broken": ["Gestopt door een fout", "Stopped by a fault"],
  "wall.broken": ["{what} Kies Opnieuw: dan begint een nieuwe nacht.", "{what} Choose Restart: then a new night begins."],
  "fault.service": ["De dienst van deze nacht is gestopt, of kwam niet op gang.", "The service of this night has stopped, or did not get going."],
  "fault.time": ["De tijd van deze nacht kwam niet verder: er bleef iets bezig.", "The time of this night did not go on: something kept busy."],
  "fault.files": ["De app is niet gebouwd.", "The app was not built."],
  "fault.folder": ["In de map van de oefening staat iets anders.", "There is something else in the folder of the practice."],
  "fault.other": ["Het oefenbord kan niet verder.", "The practice wall cannot go on."],
  "fault.detail": ["Wat het bord zelf meldde", "What the wall itself reported"],

  "anew.restart": ["Opnieuw beginnen?", "Begin anew?"],
  "anew.scenario": ["Een ander scenario beginnen?", "Begin another scenario?"],
  "anew.explain": [
    "Deze nacht is nog bezig. Alles wat erin gebeurde, gaat weg: verzoeken, berichten en sleutels. Ook wat u zelf deed.",
    "This night is still going on. Everything in it goes away: requests, messages and keys. So does what you did yourself.",
  ],
  "anew.do": ["Ja, begin opnieuw", "Yes, begin anew"],
  "anew.not": ["Nee, speel door", "No, play on"],

  "play.label": ["Afspelen", "Playing"],
  "play.play": ["Speel", "Play"],
  "play.pause": ["Pauze", "Pause"],
  "play.step": ["Stap", "Step"],
  "play.step.help": ["Naar het volgende dat gebeurt", "To the next thing that happens"],
  "play.restart": ["Opnieuw", "Restart"],
  "play.speed": ["Tempo", "Speed"],
  "play.times": ["{count}×", "{count}×"],
  "play.scenario": ["Scenario", "Scenario"],
  "play.sound.on": ["Geluid aan", "Sound on"],
  "play.sound.off": ["Geluid uit", "Sound off"],

  "break.label": ["Maak iets stuk", "Break something"],
  "break.kill": ["Stop de dienst", "Kill the service"],
  "break.killed": ["Start de dienst", "Start the service"],
  "break.telegram": ["Telegram plat", "Telegram down"],
  "break.telegram.mend": ["Telegram herstellen", "Mend Telegram"],

  "service.starting": ["Dienst start", "Service starts"],
  "service.running": ["Dienst draait", "Service runs"],
  "service.ended": ["Dienst is gestopt", "Service has stopped"],
  "telegram.ended": ["Telegram is gestopt", "Telegram has stopped"],
  "service.killed": ["Dienst ligt plat", "Service is dead"],
  "telegram.up": ["Telegram werkt", "Telegram works"],
  "telegram.down": ["Telegram ligt plat", "Telegram is down"],

  "phones.title": ["De telefoons", "The phones"],
  "phone.chat": ["Chat", "Chat"],
  "phone.app": ["Piket", "Piket"],
  "phone.tabs": ["Wat {name} ziet", "What {name} sees"],
  "phone.script": ["script", "script"],
  "phone.hand": ["met de hand", "by hand"],
  "phone.script.help": ["Gaat volgens het scenario", "Follows the scenario"],
  "phone.hand.help": ["U doet wat deze persoon doet", "You do what this person does"],
  "phone.take": ["Overnemen", "Take over"],
  "phone.give": ["Teruggeven", "Give back"],
  "phone.off": ["Zet uit", "Turn off"],
  "phone.on": ["Zet aan", "Turn on"],
  "phone.cut": ["Knip lijn", "Cut line"],
  "phone.mend": ["Herstel lijn", "Mend line"],
  "phone.is.off": ["Telefoon staat uit", "Phone is off"],
  "phone.is.cut": ["Geen verbinding", "No connection"],
  "phone.calls": ["Op een echte telefoon belt dit nu {number}. Hier wordt niemand gebeld.", "On a real phone this now calls {number}. Here nobody is called."],
  "phone.rings": ["Gaat over", "Rings"],
  "phone.rung": ["gebeld", "rung"],
  "phone.stands.off": ["Uit", "Off"],
  "phone.quiet": ["Stil", "Quiet"],
  "phone.empty": ["Nog geen bericht", "No message yet"],
  "phone.webhook": ["Geen Telegram: gaat over langs een eigen kanaal", "No Telegram: rings over a channel of its own"],
  "phone.elsewhere": ["{count}× gebeld, het laatst om {at}", "rung {count}×, last at {at}"],
  "phone.rang": ["ging over", "rang"],
  "phone.edited": ["bewerkt", "edited"],
  "others.more": ["Nog {count} mensen hebben een telefoon. Zij doen mee volgens het scenario.", "{count} more people have a phone. They follow the scenario."],
  "others.one": ["Nog één iemand heeft een telefoon, en doet mee volgens het scenario.", "One more person has a phone, and follows the scenario."],
  "others.choose": ["Zet een telefoon erbij", "Add a phone"],
  "others.explain": ["Staat de telefoon erbij, dan kunt u hem overnemen.", "Once the phone is here, you can take it over."],
  "phone.away": ["Gaat over, maar niet in beeld:", "Rings, but out of sight:"],
  "phone.frame": ["De echte app op de telefoon van {name}", "The real app on the phone of {name}"],


  "ladder.heading": ["De ladder: wie wordt wanneer gebeld", "The ladder: who is rung when"],
  "ladder.none": ["Zodra er iets wacht, ziet u hier wie wanneer gebeld wordt, en wie er daarna komt.", "As soon as something waits you see here who is rung when, and who comes next."],
  "ladder.now": ["nu", "now"],
  "ladder.empty": ["niemand op het rooster", "nobody on the roster"],
  "ladder.key.bell": ["gebeld", "rung"],
  "ladder.key.seen": ["gezien", "seen"],
  "ladder.key.calling": ["zegt: ik bel", "says: I call"],
  "ladder.key.settled": ["gedaan", "done"],
  "ladder.key.forecast": ["voorspeld", "forecast"],
  "ladder.open": ["staat open", "open"],
  "ladder.settled": ["klaar om {at}", "done at {at}"],
  "ladder.late": ["te laat", "late"],
  "ladder.choose": ["Kies een ladder", "Choose a ladder"],
  "ladder.list.reached": ["{who}: {count} keer gebeld, sinds {at}", "{who}: rung {count} times, since {at}"],
  "ladder.list.later": ["{who}: om {at}", "{who}: at {at}"],

  "log.heading": ["Het logboek: niets verdwijnt", "The log: nothing disappears"],
  "log.explain": [
    "Elk blok is de vingerafdruk van één gebeurtenis. U ziet de laatste {most}. Gevuld: een getuige van buiten tekende mee.",
    "Each block is the fingerprint of one event. You see the last {most}. Filled: a witness from outside has signed too.",
  ],
  "log.size": ["{count} blokken", "{count} blocks"],
  "log.witnessed": ["getuige: {count}", "witness: {count}"],
  "log.unwitnessed": ["nog geen getuige", "no witness yet"],
  "log.none": ["Nog leeg", "Still empty"],
  "log.directory": ["Sleutelgids", "Key directory"],
  "log.root.name": ["Wortel", "Root"],

  "verdict.held": ["Alles ging zoals het scenario het voorschrijft: {count} controles.", "Everything went as the scenario says: {count} checks."],
  "verdict.broken": ["Niet alles ging zoals het scenario het voorschrijft. Anders ging: {what}", "Not everything went as the scenario says. Different was: {what}"],
  "verdict.touched": [
    "Het scenario is klaar. U deed zelf mee, dus het kan niet zeggen of het goed ging. Gedaan: {done}. Nog open: {open}. Daarvan te laat: {late}.",
    "The scenario is over. You took part yourself, so it cannot say whether it went well. Done: {done}. Still open: {open}. Of these late: {late}.",
  ],
} as const;

type Pair = readonly [string, string];
export const TABLE: Readonly<Record<string, Pair>> = { ...WALL, ...TOLD, ...TOLD_OF_FLOWS };
export type Word = keyof typeof WALL | keyof typeof TOLD | keyof typeof TOLD_OF_FLOWS;
/** A sentence whose last value ends by itself, as a question does. */
const ENDED_TWICE = /([.?!…])\.(?=\s|$)/g;

/** The sentence of a word, in the language the wall speaks, with its `{values}` filled in. */
export function word(key: Word, values: Readonly<Record<string, string | number>> = {}): string {
  const pair: Pair = TABLE[key] ?? [key, key];
  const filled = (language() === "nl" ? pair[0] : pair[1]).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  return filled.replaceAll(ENDED_TWICE, "$1");
}

/** Whether the wall has a sentence of this name. */
export function known(key: string): key is Word {
  return key in TABLE;
}

/** Names as the cast writes them, as people write them. */
export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "Nina", "Nina en Noah", "Nina, Noah en Niels". */
export function together(names: readonly string[]): string {
  return new Intl.ListFormat(language() === "nl" ? "nl" : "en", { type: "conjunction" }).format(names);
}

/** Who a rung rings, in words: "piket NCTV, dienst". */
export function selector(one: { functie: string | null; relation: string; slot: string }): string {
  if (one.functie === null) return named("relation", one.relation.split(":")[0] ?? "");
  const functie = named("functie", one.functie);
  return one.slot === "" ? functie : `${functie}, ${named("slot", one.slot)}`;
}
