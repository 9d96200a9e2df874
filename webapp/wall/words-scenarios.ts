/** The scenarios in Dutch, at B1 level; their English is their own, and so is that of one that is not known here. */

import { language } from "../src/words/words.ts";
import type { Line } from "./state.ts";

/** Title, and what it is about. */
export const SCENARIOS: Readonly<Record<string, readonly [string, string]>> = {
  already_under_nctv_authority: ["Al in het stelsel", "De persoon zit al in het stelsel. Het besluit is: opschalen. De LCC krijgt de opdracht, zonder triage."],
  answered_at_once: ["Meteen antwoord", "Het verzoek belt wie dienst heeft. Die ontvangt het na 20 seconden, belt, wijst aan, en rondt alles af."],
  by_telephone: ["Per telefoon", "Het verzoek komt per telefoon, en de NCTV legt het vast. Het besluit wacht niet op de bevestiging."],
  designated_and_nobody_follows_up: ["Aangewezen, en niemand doet het vervolg", "De NCTV vraagt iets en wijst aan. Daarna informeert niemand, en draagt niemand voor. De eenheid is te laat. Alles belt breder."],
  designation_asks_which_mayor: ["Welke burgemeester?", "Na de aanwijzing volgt een bericht aan de burgemeester. De vraag is pas beantwoord als dat echt vertrekt."],
  drill_interrupted_by_a_real_request: ["Een oefening, en dan echt", "Een oefening belt als er een echt verzoek komt. De oefening stopt meteen. Het gezag verandert er niet door."],
  empty_rung: ["Een lege trede", "Niemand van piket NCTV staat op het rooster, en de Coördinerend HOvJ is nergens te bereiken."],
  hovj_and_rccb_are_left_out: ["Het gaat over de HOvJ zelf", "Het gaat over de enige HOvJ van het gebied en haar partner, de RCCB. De Coördinerend HOvJ doet het voor haar. Een andere eenheid houdt maatregelen in stand."],
  killed_at_the_worst_moments: ["Hard gestopt op het slechtste moment", "De dienst stopt hard: met de eerste bellen onderweg, midden in een verzoek, en minuten lang."],
  lcc_cannot: ["De LCC kan niet", "De opdracht kan niet worden uitgevoerd. Het belt terug bij de NCTV en klimt tot de directeur. Die lost het op, en er komt een eenheid."],
  many_mayors_and_an_emergency: ["Veel burgemeesters tegelijk, en een spoedverzoek", "Vijf burgemeesters krijgen in één keer bericht van een acuut risico. Intussen vraagt de HOvJ een spoedaanwijzing. Die belt meteen."],
  mayor_and_stand_in_are_silent: ["Burgemeester en vervanger zwijgen", "Het is acuut. De burgemeester en de vervanger bevestigen niets, een kwartier lang. Dan vertelt de NCTV het per telefoon."],
  mayor_asks_for_four_parties: ["Een burgemeester vraagt een vierhoeksoverleg", "Niemand geeft het bericht vrij, tot de tweede trede. De vraag van de burgemeester wacht ook. Het overleg wordt gepland en gehouden."],
  mayor_does_not_answer: ["Een burgemeester antwoordt niet", "Het is nacht en acuut. De burgemeester wordt meteen gebeld, en na drie minuten weer. De NCTV belt zelf, en geeft het vrij aan een vervanger, bij naam."],
  mayor_told_after_four_eyes: ["Een burgemeester hoort het, na vier ogen", "Een tweede collega geeft het bericht vrij. De burgemeester leest het, vraagt iets, en bevestigt wat werd verbeterd."],
  mayor_without_keys: ["Een gemeente zonder burgemeester in Piket", "Niemand heeft daar een sleutel of kan worden gebeld. Dat is te zien, beide treden gaan meteen voorbij, en de NCTV belt."],
  notice_taken_back: ["Berichten teruggenomen", "Twee burgemeesters tegelijk. De tweede collega laat één bericht gaan en houdt het andere tegen. Daarna gaat ook het eerste terug."],
  on_behalf_and_withdrawn: ["Namens een ander, en ingetrokken", "Een gemandateerde vraagt het. De HOvJ hoort het meteen, en trekt het in voor het besluit. Daarna blijft het stil."],
  person_asks_by_day: ["Een vraag overdag, en iedereen is traag", "Er belt niets als spoed, tot het een dreiging blijkt. Ook de adviseur, de HOvJ en de herbeoordeling zijn te laat. Dan eindigt de lijn."],
  person_received_then_silent: ["Ontvangen, en dan stil: een onveilig persoon", "De RCCB ontvangt het, belooft te bellen en doet niets. De persoon vraagt het opnieuw, en de achterwacht doet het."],
  person_reports_a_threat_in_the_stelsel: ["Een melding van dreiging, in het stelsel", "De NCTV heeft het gezag. De LCC ontvangt het signaal, en zegt dat het een dreiging is. De NCTV beslist wat volgt, en plant de herbeoordeling."],
  person_signals_while_the_authority_passes: ["Een signaal terwijl het gezag overgaat", "Na twee minuten komt de aanwijzing. De lijn vervalt, maar niets valt stil. De RCCB wordt gebeld tot de NCTV heeft vastgelegd wie opvolgt, daarna de LCC."],
  person_under_duress: ["Een beveiligde persoon onder dwang", "Het signaal is stil. Wie opvolgt wordt gebeld zoals anders. De telefoon van de persoon belt niet en toont niets."],
  person_unsafe_and_heard: ["Een beveiligde persoon voelt zich onveilig", "De HOvJ legde vast wie opvolgt. De persoon drukt, de RCCB ontvangt het. Wat het betekent gaat apart naar het gezag."],
  person_unsafe_and_nobody_receives: ["Onveilig, en niemand ontvangt het", "De ladder klimt voorbij wie het niet mag ontvangen. Bij elke trede hoort de persoon dat niemand het heeft, en: bel 112."],
  pg_says_ik_bel_and_nctv_keeps_ringing: ["De PG zegt «ik bel», en de NCTV belt door", "Op de laatste trede zegt de PG: ik bel. Alleen haar eigen telefoon wordt stil. Zij mag het niet ontvangen."],
  protection_ends_and_nobody_receives: ["De bescherming eindigt, en niemand ontvangt dat", "De NCTV beëindigt het. De NCTV houdt het gezag, tot de HOvJ het heeft ontvangen: een kwartier te laat."],
  received_then_silent: ["Ontvangen, en dan stil", "Wie dienst heeft ontvangt het, en doet niets meer. Het besluit klimt. De HOvJ heropent, en de achterwacht neemt het over."],
  refused_and_disputed: ["Geweigerd en betwist", "De NCTV weigert. De HOvJ betwist dat. Trede 1 blijft bij nee, trede 2 raadt aan om aan te wijzen, en de NCTV doet dat."],
  refused_and_nobody_follows_up: ["Geweigerd, en niemand doet het vervolg", "De NCTV weigert en belt niet. De directeur zwijgt, en de HOvJ doet niets. Alles belt breder, en er eindigt niets."],
  review_asked_for_by_new_information: ["Een herbeoordeling door nieuwe informatie", "De HOvJ plant een herbeoordeling. De RCCB meldt nieuwe informatie. De HOvJ beoordeelt meteen, en zet het volgende moment."],
  review_late_by_a_week: ["Een herbeoordeling die een week te laat is", "Een week lang doet niemand het. Het klimt, en de bescherming blijft. Daarna is minder nodig, en later niets meer."],
  review_nobody_does: ["Niemand doet de herbeoordeling", "Een herbeoordeling is te laat. Nieuwe informatie belt breder. De bescherming blijft zoals die is, en op het eind gebeurt het toch."],
  review_of_an_object_and_a_talk: ["Advies over een object, en een gesprek", "De NCTV adviseert de burgemeester over een object. Die antwoordt een uur te laat. De HOvJ informeert de persoon op tijd."],
  review_on_time_and_to_its_end: ["Op tijd herbeoordeeld, tot het einde", "De HOvJ hoort het drie dagen van tevoren, en is op tijd. De volgende komt eerder. Daaruit volgt: het kan eindigen."],
  review_passes_with_the_authority: ["De herbeoordeling gaat mee met het gezag", "De HOvJ herbeoordeelt lokale maatregelen. De persoon wordt aangewezen. Vanaf dat moment is de herbeoordeling van de NCTV."],
  risk_moment_answered_locally: ["Een risicomoment, en het antwoord van het loket", "Een aanmelder meldt het. De RCCB pakt het op. De HOvJ beslist, na advies. De melder ziet het antwoord op het vaste moment."],
  risk_moment_becomes_an_emergency: ["Een risicomoment wordt spoed", "De HOvJ moet beslissen, en vraagt een spoedaanwijzing. Het gezag gaat over. De NCTV antwoordt de melder."],
  risk_moment_changed_and_cancelled: ["Een risicomoment verandert, en gaat niet door", "Er zijn al maatregelen als de melder de tijd verandert. De NCTV beoordeelt opnieuw. Daarna gaat het niet door, en de LCC hoort dat."],
  risk_moment_days_ahead_and_slow: ["Een risicomoment over vijf dagen, en iedereen is traag", "De vaststelling, het besluit, de uitvoering en het antwoord zijn te laat. Een dag voor het begin gaat het bellen."],
  risk_moment_in_the_stelsel: ["Een risicomoment in het stelsel", "Alleen de NCTV wordt gebeld, en beslist. De LCC voert het uit. De melder ziet hetzelfde loket als iedereen."],
  risk_moment_nobody_takes: ["Niemand pakt het risicomoment op", "De melding blijft liggen. Vanaf 24 uur voor het begin belt Piket wie dienst heeft, en daarna de achterwacht. Die pakt het op."],
  risk_moment_overlaps_and_needs_nothing_extra: ["Twee risicomomenten op één avond, en niets extra", "Een aanmelder en de persoon melden momenten die elkaar raken. De RCCB ziet beide. Er is niets extra nodig, en elk krijgt op tijd antwoord."],
  risk_moment_reported_too_late: ["Een risicomoment dat voorbij is, en een dat bijna begint", "Wat voorbij is, wordt geweigerd. Wat over drie uur begint, belt beide kanten tot de laatste trede."],
  risk_moment_taken_then_silent: ["Een risicomoment opgepakt, en dan stil", "De RCCB pakt het op en zwijgt. De burgemeester beslist laat over de openbare orde. Het antwoord staat er pas op het hele uur."],
  risk_moment_weighed_too_late: ["Een risicomoment, te laat beoordeeld", "De RCCB pakt het op, en beoordeelt het een dag te laat. Een dag voor het begin gaat het bellen. Er is niets extra nodig."],
  silence_to_the_last_rung_and_beyond: ["Stilte tot de laatste trede, en verder", "Niemand antwoordt. De ladder klimt tot de laatste trede, en iedereen wordt gebeld, tot de NCTV zelf ontvangt."],
  submitted_by_a_colleague: ["Een collega vraagt het", "Een HOvJ zonder dienst vraagt het, en niemand legt een gesprek vast. Piket belt wie het vroeg, niet wie dienst heeft."],
  telegram_misbehaves: ["Telegram werkt niet goed", "Een antwoord raakt weg, een telefoon staat uit, een kanaal valt uit, iemand typt in de chat. Toch wordt iedereen gebeld."],
  telephoned_and_never_confirmed: ["Per telefoon, en nooit bevestigd", "De NCTV legt een gesprek vast. Niemand bevestigt het, en niemand beslist. De HOvJ trekt het in."],
  threatened_person_is_the_pg: ["De bedreigde persoon is de PG", "Niemand beslist over zichzelf. De PG krijgt geen sleutel en geen bel. Een ander lid van het College hoort het en wordt gebeld."],
  triage_admitted_and_handed_over: ["Opgenomen en overgedragen", "De HOvJ draagt voor. De NCTV neemt op, en het gezag gaat over. Het dossier volgt en is volledig."],
  triage_after_an_emergency_ends_nothing: ["Voorgedragen na een spoedaanwijzing", "Na een aanwijzing draagt de HOvJ voor. De NCTV neemt niet op. Dat beëindigt niets."],
  triage_never_met_and_withdrawn: ["Een tafel die niemand plant, en ingetrokken", "Het secretariaat plant de tafel twee dagen te laat, en legt geen uitkomst vast. De HOvJ trekt de zaak dan in."],
  triage_nobody_judges: ["Niemand oordeelt, en het dossier komt te laat", "De NCTV laat twee werkdagen voorbijgaan. De HOvJ stuurt het dossier te laat, en niet volledig. Dan eindigt de bescherming."],
  triage_refused_after_the_table_and_disputed: ["Geweigerd na de triagetafel, en toch opgenomen", "De zaak gaat naar de tafel. De NCTV weigert. De HOvJ houdt zijn maatregelen en betwist het. Trede 1 brengt de zaak terug, en dan volgt opname."],
  triage_refused_and_accepted: ["Tweemaal geweigerd, en tweemaal aanvaard", "De HOvJ betwist de ene weigering, en berust na trede 1. In de andere berust hij meteen. Er eindigt niets door."],
  triage_refused_at_both_rungs: ["Geweigerd, op beide treden", "De HOvJ betwist na een dag. Beide treden duren langer dan een dag, en blijven bij nee. Zijn maatregelen staan, en hij houdt het gezag."],
  two_submit_the_same: ["Twee vragen hetzelfde", "Twee HOvJ's in twee arrondissementen vragen om hetzelfde. De NCTV voegt de verzoeken samen, en beslist over beide tegelijk."],
  web_push_only: ["Alleen Web Push", "Wie vraagt en wie moet beslissen hebben geen Telegram: hun browser belt. Eén telefoon staat uit, één abonnement is weg."],
}; // prettier-ignore

/** By how its name begins, which flow a scenario is about; all others are about the emergency. */
const ABOUT: readonly (readonly [RegExp, string])[] = [
  [/^triage_/, "triage"],
  [/^(mayor_|many_mayors_|notice_)/, "burgemeestersbericht"],
  [/^risk_moment_/, "risicomoment"],
  [/^review_/, "herbeoordeling"],
  [/^person_/, "signaal"],
];
const FIRST = "spoedaanwijzing";

/** The scenarios by the flow they are about, the emergency first; each in the order in which it came. */
export function byFlow(all: readonly Line[]): readonly { readonly flow: string; readonly scenarios: readonly Line[] }[] {
  const flowOf = ({ name }: Line): string => ABOUT.find(([like]) => like.test(name))?.[1] ?? FIRST;
  return [FIRST, ...ABOUT.map(([, flow]) => flow)]
    .map((flow) => ({ flow, scenarios: all.filter((one) => flowOf(one) === flow) }))
    .filter(({ scenarios }) => scenarios.length > 0);
}

export function scenarioTitle({ name, title }: Line): string {
  return dutch(name)?.[0] ?? title;
}

export function scenarioAbout({ name, about }: Line): string {
  return dutch(name)?.[1] ?? about;
}

function dutch(name: string): readonly [string, string] | undefined {
  return language() === "nl" ? SCENARIOS[name] : undefined;
}
