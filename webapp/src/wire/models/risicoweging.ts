/** The types of risicoweging, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type RisicoadviesContent = { readonly kind: "risico_advies"; readonly advice: string; };
export type RisicobesluitContent = {
  readonly kind: "risico_besluit";
  readonly outcome: "maatregelen" | "geen_maatregelen";
  readonly reasons: string;
  readonly order: string | null;
};
export type RisicowegingAcknowledgeParams = Readonly<Record<never, never>>;
export type RisicowegingAdviseParams = { readonly content: string; };
export type RisicowegingContent = {
  readonly kind: "risicoweging";
  readonly known: string | null;
  readonly what: string | null;
  readonly where: string | null;
  readonly public: string | null;
  readonly person: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
};
export type RisicowegingDecideParams = {
  readonly outcome: "maatregelen" | "geen_maatregelen";
  readonly content: string;
};
export type RisicowegingEstablishParams = {
  readonly outcome: "geen_extra" | "geadviseerd";
  readonly about: "persoon" | "object_of_openbare_orde";
  readonly content: string;
};
export type VaststellingContent = {
  readonly kind: "vaststelling";
  readonly outcome: "geen_extra" | "geadviseerd";
  readonly reasons: string;
  readonly measures: string | null;
};
export interface RisicowegingActs {
  "risicoweging.acknowledge": RisicowegingAcknowledgeParams;
  "risicoweging.advise": RisicowegingAdviseParams;
  "risicoweging.decide": RisicowegingDecideParams;
  "risicoweging.establish": RisicowegingEstablishParams;
}
export type RisicowegingContents =
  | RisicoadviesContent
  | RisicobesluitContent
  | RisicowegingContent
  | VaststellingContent;
