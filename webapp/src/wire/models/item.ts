/** The types of item, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { WrapParam } from "./shared.ts";

export type ItemAttachParams = { readonly content: string; };
export type ItemHoldParams = { readonly ground: "bewaarplicht" | "bezwaar" | "onderzoek"; };
export type ItemIkBelParams = { readonly what: string; };
export type ItemLiftParams = Readonly<Record<never, never>>;
export type ItemRekeyParams = { readonly recipient: string; readonly wraps: readonly WrapParam[]; };
export type ItemReopenParams = { readonly what: string; };
export type ItemRingAgainParams = { readonly what: string; };
export type ItemWrapParams = { readonly wraps: readonly WrapParam[]; };
export interface ItemActs {
  "item.attach": ItemAttachParams;
  "item.hold": ItemHoldParams;
  "item.ik_bel": ItemIkBelParams;
  "item.lift": ItemLiftParams;
  "item.rekey": ItemRekeyParams;
  "item.reopen": ItemReopenParams;
  "item.ring_again": ItemRingAgainParams;
  "item.wrap": ItemWrapParams;
}
