/** The types of directory, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { App } from "./shared.ts";
import type { DeviceKeys } from "./shared.ts";
import type { DeviceWrap } from "./shared.ts";
import type { Functie } from "./shared.ts";
import type { Organisation } from "./shared.ts";

export type DirectoryAddDeviceParams = {
  readonly person: string;
  readonly organisation: string;
  readonly device: string;
  readonly signing_key: string;
  readonly x25519: string;
  readonly hybrid: string;
  readonly passkey: string | null;
};
export type DirectoryAddPersonParams = { readonly person: string; readonly organisation: string; };
export type DirectoryEndGrantParams = { readonly person: string; readonly functie: Functie; readonly scope: string; };
export type DirectoryFreezeDeviceParams = { readonly device: string; readonly frozen: boolean; };
export type DirectoryGenesisParams = {
  readonly practice: boolean;
  readonly threshold: number;
  readonly founders: readonly DeviceKeys[];
  readonly organisations: readonly Organisation[];
  readonly log_keys: readonly string[];
  readonly app: App | null;
};
export type DirectoryGrantParams = { readonly person: string; readonly functie: Functie; readonly scope: string; };
export type DirectoryInviteDeviceParams = { readonly person: string; readonly token_hash: string; };
export type DirectoryNewEpochParams = {
  readonly functie: Functie;
  readonly scope: string;
  readonly epoch: number;
  readonly recipient: string;
  readonly wraps: readonly DeviceWrap[];
};
export type DirectoryReleaseAppParams = { readonly files: string; };
export type DirectoryRevokeDeviceParams = { readonly device: string; };
export type DirectoryRotateLogKeyParams = {
  readonly log: string;
  readonly old: string;
  readonly new: string;
  readonly size: number;
};
export type DirectorySetNumberParams = { readonly functie: Functie; readonly scope: string; readonly number: string; };
export type DirectoryWrapEpochParams = {
  readonly functie: Functie;
  readonly scope: string;
  readonly epoch: number;
  readonly wraps: readonly DeviceWrap[];
};
export interface DirectoryActs {
  "directory.add_device": DirectoryAddDeviceParams;
  "directory.add_person": DirectoryAddPersonParams;
  "directory.end_grant": DirectoryEndGrantParams;
  "directory.freeze_device": DirectoryFreezeDeviceParams;
  "directory.genesis": DirectoryGenesisParams;
  "directory.grant": DirectoryGrantParams;
  "directory.invite_device": DirectoryInviteDeviceParams;
  "directory.new_epoch": DirectoryNewEpochParams;
  "directory.release_app": DirectoryReleaseAppParams;
  "directory.revoke_device": DirectoryRevokeDeviceParams;
  "directory.rotate_log_key": DirectoryRotateLogKeyParams;
  "directory.set_number": DirectorySetNumberParams;
  "directory.wrap_epoch": DirectoryWrapEpochParams;
}
