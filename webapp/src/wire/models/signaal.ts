/** The types of signaal, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { LinkedItem } from "./shared.ts";
import type { WrapParam } from "./shared.ts";

export type AntwoordPersoonContent = {
  readonly kind: "antwoord_persoon";
  readonly text: string;
  readonly language: string;
  readonly by: string;
};
export type BerichtPersoonContent = {
  readonly kind: "bericht_persoon";
  readonly text: string | null;
  readonly where: string | null;
  readonly mistake: boolean;
};
export type OnveiligContent = {
  readonly kind: "onveilig_nu";
  readonly language: string;
  readonly text: string | null;
  readonly where: string | null;
  readonly duress: boolean;
};
export type SignaalAddParams = { readonly content: string; };
export type SignaalAnswerParams = { readonly content: string; readonly promise_at: string | null; };
export type SignaalAskParams = { readonly content: string; };
export type SignaalContent = {
  readonly kind: "signaal";
  readonly about: "verdachte_situatie" | "zorg" | "vraag" | "ondersteuning";
  readonly language: string;
  readonly text: string;
  readonly where: string | null;
};
export type SignaalInterpretParams = {
  readonly outcome: "melding_dreiging" | "geen_melding";
  readonly linked: LinkedItem;
};
export type SignaalOnveiligParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly silent: boolean;
};
export type SignaalReceiveParams = { readonly content: string | null; readonly promise_at: string | null; };
export type SignaalSafeParams = Readonly<Record<never, never>>;
export type SignaalSendParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly urgency: "verdachte_situatie" | "overig";
};
export interface SignaalActs {
  "signaal.add": SignaalAddParams;
  "signaal.answer": SignaalAnswerParams;
  "signaal.ask": SignaalAskParams;
  "signaal.interpret": SignaalInterpretParams;
  "signaal.onveilig": SignaalOnveiligParams;
  "signaal.receive": SignaalReceiveParams;
  "signaal.safe": SignaalSafeParams;
  "signaal.send": SignaalSendParams;
}
export type SignaalContents = | AntwoordPersoonContent | BerichtPersoonContent | OnveiligContent | SignaalContent;
