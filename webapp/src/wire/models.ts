/** The types of every act's parameters and of every sealed content, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

import type { BerichtRccbActs, BerichtRccbContents } from "./models/bericht_rccb.ts";
import type { BurgemeestersberichtActs, BurgemeestersberichtContents } from "./models/burgemeestersbericht.ts";
import type { ChannelActs } from "./models/channel.ts";
import type { DirectoryActs } from "./models/directory.ts";
import type { DuidingActs, DuidingContents } from "./models/duiding.ts";
import type { GeschilActs, GeschilContents } from "./models/geschil.ts";
import type { HerbeoordelingActs, HerbeoordelingContents } from "./models/herbeoordeling.ts";
import type { ItemActs } from "./models/item.ts";
import type { OpdrachtActs, OpdrachtContents } from "./models/opdracht.ts";
import type { RisicomomentActs, RisicomomentContents } from "./models/risicomoment.ts";
import type { RisicowegingActs, RisicowegingContents } from "./models/risicoweging.ts";
import type { RosterActs } from "./models/roster.ts";
import type { SharedContents } from "./models/shared.ts";
import type { SignaalActs, SignaalContents } from "./models/signaal.ts";
import type { SignaallijnActs, SignaallijnContents } from "./models/signaallijn.ts";
import type { SpoedaanwijzingActs, SpoedaanwijzingContents } from "./models/spoedaanwijzing.ts";
import type { TriageActs, TriageContents } from "./models/triage.ts";
export type * from "./models/bericht_rccb.ts";
export type * from "./models/burgemeestersbericht.ts";
export type * from "./models/channel.ts";
export type * from "./models/directory.ts";
export type * from "./models/duiding.ts";
export type * from "./models/geschil.ts";
export type * from "./models/herbeoordeling.ts";
export type * from "./models/item.ts";
export type * from "./models/opdracht.ts";
export type * from "./models/risicomoment.ts";
export type * from "./models/risicoweging.ts";
export type * from "./models/roster.ts";
export type * from "./models/shared.ts";
export type * from "./models/signaal.ts";
export type * from "./models/signaallijn.ts";
export type * from "./models/spoedaanwijzing.ts";
export type * from "./models/triage.ts";

/** The parameters of each act, by its name. */
export interface ActParams extends
  BerichtRccbActs,
  BurgemeestersberichtActs,
  ChannelActs,
  DirectoryActs,
  DuidingActs,
  GeschilActs,
  HerbeoordelingActs,
  ItemActs,
  OpdrachtActs,
  RisicomomentActs,
  RisicowegingActs,
  RosterActs,
  SignaalActs,
  SignaallijnActs,
  SpoedaanwijzingActs,
  TriageActs
{}

export type ActName = keyof ActParams;

export type AnyContent =
  | BerichtRccbContents
  | BurgemeestersberichtContents
  | DuidingContents
  | GeschilContents
  | HerbeoordelingContents
  | OpdrachtContents
  | RisicomomentContents
  | RisicowegingContents
  | SharedContents
  | SignaalContents
  | SignaallijnContents
  | SpoedaanwijzingContents
  | TriageContents;
