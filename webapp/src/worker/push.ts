/** The bell of this device as the service knows it, and the acts of a person on their own channels. */

import type { Api } from "../api/api.ts";
import type { Device } from "../device/device.ts";
import type { Draft } from "../device/outbox.ts";
import type { PushLine, Subscription } from "../phone.ts";

const WEB_PUSH = "web_push";

/** How this device is rung over Web Push now; one round trip. */
export async function pushLine(api: Api): Promise<PushLine> {
  const { push_key: key, channels, device } = await api.me();
  const mine = channels.find((one) => one.channel === WEB_PUSH && one.device === device);
  return { key, stand: mine === undefined ? "off" : mine.refused ? "dead" : "on" };
}

/** Be rung at this subscription from now on; null: not on this device any more. */
export function pushDraft(device: Device, subscription: Subscription | null): Draft {
  if (subscription === null) return channelDraft(device, "channel.remove", { channel: WEB_PUSH });
  const { endpoint, p256dh, auth } = subscription;
  return channelDraft(device, "channel.set_push", { endpoint, p256dh, auth });
}

/** Ring this person once on every channel, as a test. */
export function testDraft(device: Device): Draft {
  return channelDraft(device, "channel.test", {});
}

function channelDraft(device: Device, name: string, params: Draft["params"]): Draft {
  const holding = device.actingAs(name, null);
  return { id: device.newAct(), name, params, holding, item: null, version: null, blobs: new Map(), uploaded: [], drill: false };
}
