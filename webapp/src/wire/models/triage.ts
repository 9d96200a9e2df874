/** The types of triage, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { LinkedItem } from "./shared.ts";
import type { WrapParam } from "./shared.ts";

export type AanvullingTriageContent = {
  readonly kind: "aanvulling_triage";
  readonly text: string;
  readonly criteria: Toetsingskader | null;
};
export type AgendaContent = { readonly kind: "agenda"; readonly where: string; readonly text: string | null; };
export type DossieroordeelContent = { readonly kind: "dossieroordeel"; readonly text: string; };
export type Dreigingsfenomeen = {
  readonly fenomeen: "georganiseerde_ondermijnende_criminaliteit" | "terrorisme_en_extremisme" | "statelijke_dreiging" | "gefixeerde_eenling" | null;
  readonly toelichting: string | null;
};
export type ErnstigeDreiging = {
  readonly gericht_op_leven: "direct" | "indirect" | "nee";
  readonly feit: "geweldsdelict_6_jaar" | "artikel_285" | "geen";
  readonly factoren: readonly ("antecedenten_ernstig_geweld" | "gewelddadige_groepering" | "psychische_stoornis")[];
  readonly dreiger_bekend: boolean;
  readonly toelichting: string | null;
};
export type IntakeContent = {
  readonly kind: "intake";
  readonly person: string;
  readonly threat: string;
  readonly context: string;
  readonly measures: string | null;
  readonly line: "directe_opname" | "triagetafel";
  readonly criteria: Toetsingskader;
  readonly keten: string | null;
};
export type MaatregelenContent = { readonly kind: "maatregelen"; readonly measures: string; };
export type OordeelContent = {
  readonly kind: "oordeel";
  readonly outcome: "opgenomen" | "niet_opgenomen";
  readonly reasons: string;
  readonly information: readonly string[];
  readonly kerngezin: number | null;
  readonly others: string | null;
};
export type OpnameEindeContent = {
  readonly kind: "opname_einde";
  readonly reasons: string;
  readonly until: string | null;
};
export type OverdrachtsdossierContent = {
  readonly kind: "overdrachtsdossier";
  readonly text: string;
  readonly parts: readonly string[];
};
export type ProfessioneelInzicht = {
  readonly van: readonly ("politie" | "kmar")[];
  readonly beoordeling_hovj: string | null;
};
export type TafelContent = {
  readonly kind: "triagetafel";
  readonly outcome: "gezag_nctv" | "gezag_hovj" | "niet_eens";
  readonly report: string;
  readonly present: readonly string[];
};
export type Toetsingskader = {
  readonly a: ErnstigeDreiging;
  readonly b: Dreigingsfenomeen;
  readonly c: ProfessioneelInzicht;
};
export type TriageAcquiesceParams = Readonly<Record<never, never>>;
export type TriageAskParams = { readonly content: string; };
export type TriageCheckDossierParams = {
  readonly outcome: "volledig" | "onvolledig";
  readonly content: string | null;
};
export type TriageDiscussParams = { readonly content: string; };
export type TriageDisputeParams = { readonly linked: LinkedItem; };
export type TriageEndParams = {
  readonly to: "hovj" | "basispolitiezorg";
  readonly content: string;
  readonly linked: LinkedItem | null;
};
export type TriageEndReceivedParams = Readonly<Record<never, never>>;
export type TriageFollowUpParams = {
  readonly what: "burgemeester" | "eerste_herbeoordeling";
  readonly content: string;
};
export type TriageJudgeParams = {
  readonly outcome: "opgenomen" | "niet_opgenomen";
  readonly content: string;
  readonly review_at: string | null;
  readonly visible: boolean;
};
export type TriageMeasuresParams = { readonly content: string; readonly linked: LinkedItem | null; };
export type TriageScheduleParams = {
  readonly at: string;
  readonly invited: readonly ("adviseur_bbc" | "rccb" | "adviseur_bb" | "nctv_behandelaar" | "nctv_teamleider" | "directeur_nctv")[];
  readonly content: string | null;
};
export type TriageSubmitParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly line: "directe_opname" | "triagetafel";
  readonly area: string | null;
  readonly rccb: string | null;
  readonly tell_college: boolean;
};
export type TriageSupplementParams = { readonly content: string; };
export type TriageTransferParams = { readonly content: string; };
export type TriageWithdrawParams = Readonly<Record<never, never>>;
export type VervolgOpnameContent = { readonly kind: "vervolg_opname"; readonly text: string; };
export interface TriageActs {
  "triage.acquiesce": TriageAcquiesceParams;
  "triage.ask": TriageAskParams;
  "triage.check_dossier": TriageCheckDossierParams;
  "triage.discuss": TriageDiscussParams;
  "triage.dispute": TriageDisputeParams;
  "triage.end": TriageEndParams;
  "triage.end_received": TriageEndReceivedParams;
  "triage.follow_up": TriageFollowUpParams;
  "triage.judge": TriageJudgeParams;
  "triage.measures": TriageMeasuresParams;
  "triage.schedule": TriageScheduleParams;
  "triage.submit": TriageSubmitParams;
  "triage.supplement": TriageSupplementParams;
  "triage.transfer": TriageTransferParams;
  "triage.withdraw": TriageWithdrawParams;
}
export type TriageContents =
  | AanvullingTriageContent
  | AgendaContent
  | DossieroordeelContent
  | IntakeContent
  | MaatregelenContent
  | OordeelContent
  | OpnameEindeContent
  | OverdrachtsdossierContent
  | TafelContent
  | VervolgOpnameContent;
