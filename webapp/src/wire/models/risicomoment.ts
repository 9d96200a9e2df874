/** The types of risicomoment, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { LinkedItem } from "./shared.ts";
import type { WrapParam } from "./shared.ts";

export type LoketantwoordContent = {
  readonly kind: "loketantwoord";
  readonly outcome: "geen_extra" | "maatregelen" | "nog_in_overleg";
  readonly text: string;
  readonly proof: string;
};
export type RisicomomentAnswerParams = { readonly content: string; };
export type RisicomomentCancelParams = Readonly<Record<never, never>>;
export type RisicomomentChangeParams = {
  readonly starts_at: string;
  readonly ends_at: string;
  readonly content: string;
};
export type RisicomomentCloseParams = Readonly<Record<never, never>>;
export type RisicomomentContent = {
  readonly kind: "risicomoment";
  readonly what: string;
  readonly where: string;
  readonly public: string;
  readonly person: string | null;
  readonly callback: string | null;
  readonly loket_key: string;
};
export type RisicomomentReadParams = Readonly<Record<never, never>>;
export type RisicomomentReportParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly gemeente: string;
  readonly rccb: string | null;
};
export type RisicomomentTakeParams = { readonly linked: LinkedItem; };
export type WijzigingContent = {
  readonly kind: "risicomoment_wijziging";
  readonly what: string;
  readonly where: string | null;
  readonly public: string | null;
};
export interface RisicomomentActs {
  "risicomoment.answer": RisicomomentAnswerParams;
  "risicomoment.cancel": RisicomomentCancelParams;
  "risicomoment.change": RisicomomentChangeParams;
  "risicomoment.close": RisicomomentCloseParams;
  "risicomoment.read": RisicomomentReadParams;
  "risicomoment.report": RisicomomentReportParams;
  "risicomoment.take": RisicomomentTakeParams;
}
export type RisicomomentContents = | LoketantwoordContent | RisicomomentContent | WijzigingContent;
