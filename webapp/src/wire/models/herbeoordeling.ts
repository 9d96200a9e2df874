/** The types of herbeoordeling, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { WrapParam } from "./shared.ts";

export type AdviesAntwoordContent = { readonly kind: "advies_antwoord"; readonly text: string; };
export type BijstellingContent = {
  readonly kind: "herbeoordeling_bijgesteld";
  readonly reasons: string;
  readonly triggers: readonly string[];
};
export type DreigingsniveauContent = {
  readonly kind: "dreigingsniveau";
  readonly level: string;
  readonly advice: string;
  readonly reasons: string;
};
export type HerbeoordelingAcknowledgeParams = Readonly<Record<never, never>>;
export type HerbeoordelingAdjustParams = { readonly next_at: string; readonly content: string | null; };
export type HerbeoordelingAnswerParams = {
  readonly outcome: "opgevolgd" | "niet_opgevolgd";
  readonly content: string | null;
};
export type HerbeoordelingCloseParams = { readonly content: string; };
export type HerbeoordelingContent = {
  readonly kind: "herbeoordeling";
  readonly opportune: boolean;
  readonly proportionate: boolean;
  readonly up_to_date: boolean;
  readonly reasons: string;
  readonly measures: string | null;
};
export type HerbeoordelingEindeContent = { readonly kind: "herbeoordeling_einde"; readonly reasons: string; };
export type HerbeoordelingPlanParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly subject: "maatregelen" | "informeren_persoon" | "object_of_dienst";
  readonly area: string;
  readonly local: string | null;
  readonly rccb: string | null;
  readonly next_at: string | null;
};
export type HerbeoordelingReviewParams = {
  readonly outcome: "voortzetten" | "opschalen" | "afschalen" | "beeindigen" | "geinformeerd" | "niet_geinformeerd";
  readonly content: string;
  readonly next_at: string | null;
};
export type HerbeoordelingTriggerParams = { readonly content: string; };
export type InformerenContent = {
  readonly kind: "informeren";
  readonly text: string;
  readonly official: string | null;
};
export type NieuweInformatieContent = {
  readonly kind: "nieuwe_informatie";
  readonly text: string;
  readonly trigger: string | null;
};
export type TeHerbeoordelenContent = {
  readonly kind: "herbeoordeling_plan";
  readonly measures: string;
  readonly triggers: readonly string[];
  readonly callback: string;
};
export interface HerbeoordelingActs {
  "herbeoordeling.acknowledge": HerbeoordelingAcknowledgeParams;
  "herbeoordeling.adjust": HerbeoordelingAdjustParams;
  "herbeoordeling.answer": HerbeoordelingAnswerParams;
  "herbeoordeling.close": HerbeoordelingCloseParams;
  "herbeoordeling.plan": HerbeoordelingPlanParams;
  "herbeoordeling.review": HerbeoordelingReviewParams;
  "herbeoordeling.trigger": HerbeoordelingTriggerParams;
}
export type HerbeoordelingContents =
  | AdviesAntwoordContent
  | DreigingsniveauContent
  | HerbeoordelingContent
  | BijstellingContent
  | HerbeoordelingEindeContent
  | TeHerbeoordelenContent
  | InformerenContent
  | NieuweInformatieContent;
