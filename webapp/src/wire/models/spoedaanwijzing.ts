/** The types of spoedaanwijzing, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { LinkedItem } from "./shared.ts";
import type { WrapParam } from "./shared.ts";

export type AanvullingContent = {
  readonly kind: "aanvulling";
  readonly text: string;
  readonly threat: string | null;
  readonly when_where: string | null;
};
export type BesluitContent = {
  readonly kind: "besluit";
  readonly reasons: string;
  readonly kerngezin: number | null;
  readonly others: string | null;
  readonly outcome: "aangewezen" | "niet_aangewezen" | "al_onder_gezag_nctv" | null;
};
export type BezwaarContent = { readonly kind: "bezwaar"; readonly text: string; };
export type CorrectieContent = { readonly kind: "correctie"; readonly text: string; };
export type EindeContent = { readonly kind: "einde"; readonly reasons: string; readonly until: string | null; };
export type JoinedOutcome = {
  readonly item: string;
  readonly outcome: "aangewezen" | "niet_aangewezen" | "al_onder_gezag_nctv";
  readonly content: string;
};
export type OverbruggingContent = { readonly kind: "overbrugging"; readonly measures: string; };
export type SpoedaanwijzingAcknowledgeParams = {
  readonly what: "verzoeker_geinformeerd" | "hovj_geinformeerd" | "directeur_ingelicht";
};
export type SpoedaanwijzingAcquiesceParams = Readonly<Record<never, never>>;
export type SpoedaanwijzingAnswerParams = { readonly content: string; };
export type SpoedaanwijzingAskParams = { readonly content: string; };
export type SpoedaanwijzingConfirmParams = {
  readonly outcome: "bevestigd" | "gecorrigeerd";
  readonly content: string | null;
};
export type SpoedaanwijzingContent = {
  readonly kind: "spoedaanwijzing";
  readonly person: string;
  readonly need: string;
  readonly callback: string;
  readonly threat: string | null;
  readonly when_where: string | null;
  readonly keten: string | null;
};
export type SpoedaanwijzingDecideParams = {
  readonly outcome: "aangewezen" | "niet_aangewezen" | "al_onder_gezag_nctv";
  readonly content: string;
  readonly from_at: string;
  readonly ends_at: string | null;
  readonly review_at: string | null;
  readonly visible: boolean;
  readonly linked: readonly LinkedItem[];
  readonly joined: readonly JoinedOutcome[];
};
export type SpoedaanwijzingDisputeParams = { readonly linked: LinkedItem; };
export type SpoedaanwijzingEndParams = {
  readonly to: "hovj" | "basispolitiezorg";
  readonly content: string;
  readonly linked: LinkedItem | null;
};
export type SpoedaanwijzingEndReceivedParams = Readonly<Record<never, never>>;
export type SpoedaanwijzingFollowUpParams = {
  readonly what: "persoon_geinformeerd" | "burgemeester" | "triage" | "eerste_herbeoordeling" | "herbeoordeling" | "einde_herzien" | "bezwaar";
  readonly outcome: "gedaan" | "niet_nodig";
  readonly content: string | null;
  readonly next_at: string | null;
};
export type SpoedaanwijzingJoinParams = { readonly with_item: string; };
export type SpoedaanwijzingObjectParams = { readonly content: string; };
export type SpoedaanwijzingOverbruggingParams = { readonly content: string; readonly linked: LinkedItem | null; };
export type SpoedaanwijzingReceiveParams = Readonly<Record<never, never>>;
export type SpoedaanwijzingRegisterParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly ground: "hoog_risicomoment" | "directe_noodzaak";
  readonly rccb: string | null;
  readonly tell_college: boolean;
  readonly callback_verified: boolean;
  readonly caller_functie: "hovj" | "namens_hovj";
  readonly caller_scope: string;
  readonly called_at: string;
};
export type SpoedaanwijzingSpokenParams = Readonly<Record<never, never>>;
export type SpoedaanwijzingSubmitParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly ground: "hoog_risicomoment" | "directe_noodzaak";
  readonly rccb: string | null;
  readonly tell_college: boolean;
  readonly callback_verified: boolean;
};
export type SpoedaanwijzingSupplementParams = { readonly content: string; };
export type SpoedaanwijzingWithdrawParams = Readonly<Record<never, never>>;
export type VervolgContent = { readonly kind: "vervolg"; readonly text: string; readonly official: string | null; };
export interface SpoedaanwijzingActs {
  "spoedaanwijzing.acknowledge": SpoedaanwijzingAcknowledgeParams;
  "spoedaanwijzing.acquiesce": SpoedaanwijzingAcquiesceParams;
  "spoedaanwijzing.answer": SpoedaanwijzingAnswerParams;
  "spoedaanwijzing.ask": SpoedaanwijzingAskParams;
  "spoedaanwijzing.confirm": SpoedaanwijzingConfirmParams;
  "spoedaanwijzing.decide": SpoedaanwijzingDecideParams;
  "spoedaanwijzing.dispute": SpoedaanwijzingDisputeParams;
  "spoedaanwijzing.end": SpoedaanwijzingEndParams;
  "spoedaanwijzing.end_received": SpoedaanwijzingEndReceivedParams;
  "spoedaanwijzing.follow_up": SpoedaanwijzingFollowUpParams;
  "spoedaanwijzing.join": SpoedaanwijzingJoinParams;
  "spoedaanwijzing.object": SpoedaanwijzingObjectParams;
  "spoedaanwijzing.overbrugging": SpoedaanwijzingOverbruggingParams;
  "spoedaanwijzing.receive": SpoedaanwijzingReceiveParams;
  "spoedaanwijzing.register": SpoedaanwijzingRegisterParams;
  "spoedaanwijzing.spoken": SpoedaanwijzingSpokenParams;
  "spoedaanwijzing.submit": SpoedaanwijzingSubmitParams;
  "spoedaanwijzing.supplement": SpoedaanwijzingSupplementParams;
  "spoedaanwijzing.withdraw": SpoedaanwijzingWithdrawParams;
}
export type SpoedaanwijzingContents =
  | AanvullingContent
  | BesluitContent
  | BezwaarContent
  | CorrectieContent
  | EindeContent
  | OverbruggingContent
  | SpoedaanwijzingContent
  | VervolgContent;
