/** The types of roster, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { Functie } from "./shared.ts";
import type { Slot } from "./shared.ts";

export type RosterCancelParams = { readonly duty: number; };
export type RosterSetParams = {
  readonly functie: Functie;
  readonly scope: string;
  readonly person: string;
  readonly slot: Slot;
  readonly starts: string;
  readonly ends: string;
  readonly override: boolean;
};
export interface RosterActs { "roster.cancel": RosterCancelParams; "roster.set": RosterSetParams; }
