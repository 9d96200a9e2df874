/** The types of duiding, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type DuidingContent = {
  readonly kind: "duiding";
  readonly outcome: "melding_dreiging" | "informatie" | "zorg" | "ondersteuning" | "geen_vervolg";
  readonly reasons: string;
  readonly person: string | null;
  readonly threat: string | null;
};
export type DuidingDecideParams = {
  readonly outcome: "herbeoordeling" | "spoedaanwijzing" | "afgerond";
  readonly content: string;
};
export type DuidingForwardParams = { readonly content: string; };
export type MeldingBesluitContent = { readonly kind: "besluit_melding"; readonly reasons: string; };
export type WegingContent = { readonly kind: "weging"; readonly advice: string; };
export interface DuidingActs { "duiding.decide": DuidingDecideParams; "duiding.forward": DuidingForwardParams; }
export type DuidingContents = | MeldingBesluitContent | DuidingContent | WegingContent;
