/** The types of signaallijn, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { WrapParam } from "./shared.ts";

export type LijnEindeContent = { readonly kind: "einde_lijn"; readonly text: string; };
export type OpvolgingContent = {
  readonly kind: "opvolging";
  readonly text: string;
  readonly confirmed_by: string | null;
  readonly callback: string | null;
};
export type SignaallijnEndParams = { readonly content: string; };
export type SignaallijnOpenParams = {
  readonly dossier: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly excluded: readonly string[];
  readonly follows: string | null;
  readonly person: "te_beveiligen_persoon" | "kerngezinslid";
  readonly own: string;
  readonly area: string;
  readonly rccb: string | null;
  readonly day_and_night: boolean;
  readonly drill_consent: boolean;
};
export type SignaallijnRecordParams = { readonly day_and_night: boolean; readonly content: string; };
export interface SignaallijnActs {
  "signaallijn.end": SignaallijnEndParams;
  "signaallijn.open": SignaallijnOpenParams;
  "signaallijn.record": SignaallijnRecordParams;
}
export type SignaallijnContents = | LijnEindeContent | OpvolgingContent;
