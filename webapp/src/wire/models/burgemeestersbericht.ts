/** The types of burgemeestersbericht, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { WrapParam } from "./shared.ts";

export type BerichtAanvullingContent = { readonly kind: "bericht_aanvulling"; readonly text: string; };
export type BerichtCorrectieContent = {
  readonly kind: "bericht_correctie";
  readonly may_do: string;
  readonly share_with: string;
  readonly say: string;
  readonly call: string;
  readonly wrong: string;
  readonly what: string;
  readonly when_where: string | null;
  readonly visible: string | null;
};
export type BerichtEindeContent = {
  readonly kind: "bericht_einde";
  readonly text: string;
  readonly say: string;
  readonly call: string;
};
export type BerichtGebeldContent = {
  readonly kind: "bericht_gebeld";
  readonly official: string;
  readonly text: string;
};
export type BerichtIntrekkingContent = {
  readonly kind: "bericht_intrekking";
  readonly reasons: string;
  readonly call: string;
};
export type BurgemeestersberichtAcknowledgeParams = { readonly read: string; };
export type BurgemeestersberichtAnswerParams = { readonly content: string; };
export type BurgemeestersberichtAskParams = { readonly content: string; };
export type BurgemeestersberichtAskVierhoekParams = { readonly content: string | null; };
export type BurgemeestersberichtCloseVierhoekParams = {
  readonly outcome: "gehouden" | "niet_nodig";
  readonly content: string | null;
};
export type BurgemeestersberichtContent = {
  readonly kind: "burgemeestersbericht";
  readonly may_do: string;
  readonly share_with: string;
  readonly say: string;
  readonly call: string;
  readonly what: string;
  readonly when_where: string | null;
  readonly visible: string | null;
};
export type BurgemeestersberichtCorrectParams = { readonly content: string; };
export type BurgemeestersberichtEndParams = { readonly content: string; };
export type BurgemeestersberichtInformedParams = Readonly<Record<never, never>>;
export type BurgemeestersberichtKeepParams = { readonly next_at: string | null; };
export type BurgemeestersberichtPlanVierhoekParams = {
  readonly at: string;
  readonly kmar: boolean;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
};
export type BurgemeestersberichtRecallParams = { readonly content: string; };
export type BurgemeestersberichtReleaseParams = { readonly read: string; };
export type BurgemeestersberichtSendAcuteParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly gemeente: string;
  readonly until_at: string | null;
  readonly drill_consent: boolean;
};
export type BurgemeestersberichtSendParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly gemeente: string;
  readonly until_at: string | null;
  readonly drill_consent: boolean;
  readonly scenario: "opname" | "planbaar";
  readonly visible: boolean;
};
export type BurgemeestersberichtStandInParams = { readonly person: string; readonly wraps: readonly WrapParam[]; };
export type BurgemeestersberichtSupplementParams = { readonly content: string; };
export type BurgemeestersberichtTelephonedParams = { readonly content: string; };
export type VierhoekContent = { readonly kind: "vierhoek"; readonly where: string; readonly subject: string; };
export type VierhoekVerslagContent = { readonly kind: "vierhoek_verslag"; readonly text: string; };
export type VierhoekVraagContent = { readonly kind: "vierhoek_vraag"; readonly text: string; };
export interface BurgemeestersberichtActs {
  "burgemeestersbericht.acknowledge": BurgemeestersberichtAcknowledgeParams;
  "burgemeestersbericht.answer": BurgemeestersberichtAnswerParams;
  "burgemeestersbericht.ask": BurgemeestersberichtAskParams;
  "burgemeestersbericht.ask_vierhoek": BurgemeestersberichtAskVierhoekParams;
  "burgemeestersbericht.close_vierhoek": BurgemeestersberichtCloseVierhoekParams;
  "burgemeestersbericht.correct": BurgemeestersberichtCorrectParams;
  "burgemeestersbericht.end": BurgemeestersberichtEndParams;
  "burgemeestersbericht.informed": BurgemeestersberichtInformedParams;
  "burgemeestersbericht.keep": BurgemeestersberichtKeepParams;
  "burgemeestersbericht.plan_vierhoek": BurgemeestersberichtPlanVierhoekParams;
  "burgemeestersbericht.recall": BurgemeestersberichtRecallParams;
  "burgemeestersbericht.release": BurgemeestersberichtReleaseParams;
  "burgemeestersbericht.send": BurgemeestersberichtSendParams;
  "burgemeestersbericht.send_acute": BurgemeestersberichtSendAcuteParams;
  "burgemeestersbericht.stand_in": BurgemeestersberichtStandInParams;
  "burgemeestersbericht.supplement": BurgemeestersberichtSupplementParams;
  "burgemeestersbericht.telephoned": BurgemeestersberichtTelephonedParams;
}
export type BurgemeestersberichtContents =
  | BerichtAanvullingContent
  | BerichtCorrectieContent
  | BerichtEindeContent
  | BerichtGebeldContent
  | BerichtIntrekkingContent
  | BurgemeestersberichtContent
  | VierhoekContent
  | VierhoekVerslagContent
  | VierhoekVraagContent;
