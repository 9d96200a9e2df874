/** The types of channel, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */
import type { ChannelKind } from "./shared.ts";

export type ChannelInviteTelegramParams = { readonly token_hash: string; };
export type ChannelRemoveParams = { readonly channel: ChannelKind; };
export type ChannelSetPushParams = { readonly endpoint: string; readonly p256dh: string; readonly auth: string; };
export type ChannelSetWebhookParams = { readonly url: string; };
export type ChannelTestParams = Readonly<Record<never, never>>;
export interface ChannelActs {
  "channel.invite_telegram": ChannelInviteTelegramParams;
  "channel.remove": ChannelRemoveParams;
  "channel.set_push": ChannelSetPushParams;
  "channel.set_webhook": ChannelSetWebhookParams;
  "channel.test": ChannelTestParams;
}
