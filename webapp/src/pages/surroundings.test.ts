/** On phones keys are made in the installed app only; what cannot hold keys is recognised before anything else. */

import { expect, test } from "vitest";

import { fakePhone } from "./fake-phone.ts";
import { gateAround, within, type Surroundings } from "./surroundings.ts";

const WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const IOS = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) ${WEBKIT}`;
const IPHONE = `${IOS} Version/18.4 Mobile/15E148 Safari/604.1`;
const HOME_SCREEN = `${IOS} Mobile/15E148`;
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0";
const ANDROID = `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`;
const WEB_VIEW = "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/133.0.6943.89 Mobile Safari/537.36";
const DESKTOP = `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`;
const IPAD = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.4 Safari/605.1.15`;
const ORDINARY = { touch: false, installed: false, bridged: false, keys: true, storage: true, workers: true, passkey: false, enrolled: false };
const around = (agent: string, more: Partial<Surroundings> = {}): Surroundings => ({ agent, ...ORDINARY, ...more });
const ENROL = { kind: "enrol" } as const;
const IN_APP = { kind: "unsupported", why: "in_app" } as const;
const BROWSER = { kind: "unsupported", why: "browser" } as const;

test.each([
  ["a tab on an iPhone", around(IPHONE), { kind: "install", how: "ios" }],
  ["a tab of Chrome on an iPhone", around(`${IOS} CriOS/133.0.6943.84 Mobile/15E148 Safari/604.1`), { kind: "install", how: "ios" }],
  ["a tab of Firefox on an iPhone", around(`${IOS} FxiOS/135.0 Mobile/15E148 Safari/605.1.15`), { kind: "install", how: "ios" }],
  ["a tab on an iPad, which says it is a Mac", around(IPAD, { touch: true }), { kind: "install", how: "ios" }],
  ["a Mac", around(IPAD), ENROL],
  ["a tab on Android", around(ANDROID), { kind: "install", how: "android" }],
  ["a tab of Firefox on Android", around("Mozilla/5.0 (Android 15; Mobile; rv:135.0) Gecko/135.0 Firefox/135.0"), { kind: "install", how: "android" }],
  ["installed on an iPhone", around(HOME_SCREEN, { installed: true }), ENROL],
  ["installed on an iPad", around(IPAD.replace(" Version/18.4 Safari/605.1.15", ""), { touch: true, installed: true }), ENROL],
  ["installed on Android", around(ANDROID, { installed: true }), ENROL],
  ["a desk", around(DESKTOP), ENROL],
  ["Telegram on Android", around(`${ANDROID} Telegram-Android/11.7.0 (Google Pixel 9; Android 15; SDK 35; HIGH)`), IN_APP],
  ["Telegram that hides its name", around(ANDROID, { bridged: true }), IN_APP],
  ["Telegram on an iPhone", around(HOME_SCREEN), IN_APP],
  ["Facebook on an iPhone", around(`${HOME_SCREEN} [FBAN/FBIOS;FBAV/500.0.0.40.107;FBBV/1]`), IN_APP],
  ["Facebook on Android", around(`${WEB_VIEW} [FB_IAB/FB4A;FBAV/500.0.0.0.1;]`), IN_APP],
  ["Instagram on an iPhone", around(`${HOME_SCREEN} Instagram 370.0.0.20.112 (iPhone17,1; iOS 18_4; nl_NL; nl)`), IN_APP],
  ["LinkedIn on an iPhone", around(`${HOME_SCREEN} [LinkedInApp]/9.30.1`), IN_APP],
  ["the search app of Google on an iPhone", around(`${IOS} GSA/355.0.723580346 Mobile/15E148 Safari/604.1`), IN_APP],
  ["TikTok on an iPhone", around(`${HOME_SCREEN} musical_ly_38.0.0 BytedanceWebview/d8a21c6`), IN_APP],
  ["a web view of any app on Android", around(WEB_VIEW), IN_APP],
  ["without X25519", around(DESKTOP, { keys: false }), BROWSER],
  ["without service workers", around(DESKTOP, { workers: false }), BROWSER],
  ["a private window without storage", around(DESKTOP, { storage: false, workers: false }), { kind: "unsupported", why: "storage" }],
])("enrolling in %s", (_, where, gate) => expect(gateAround(ENROL, where)).toEqual(gate));

test.each([true, false])("a passkey is offered only where it locks something: %s", (passkey) => {
  expect(gateAround({ kind: "choose_lock", passkey: !passkey }, around(DESKTOP, { passkey }))).toEqual({ kind: "choose_lock", passkey });
});

test("lost keys are made anew in the installed app only", () => {
  expect(gateAround({ kind: "lost" }, around(ANDROID))).toEqual({ kind: "install", how: "android" });
  expect(gateAround({ kind: "lost" }, around(ANDROID, { installed: true }))).toEqual({ kind: "lost" });
});

test("who has keys already is not sent away from a tab", () => {
  expect(gateAround({ kind: "locked", by: "pin", left: null }, around(ANDROID))).toEqual({ kind: "locked", by: "pin", left: null });
});

test("what is told later goes through the same gate", async () => {
  const fake = fakePhone({ gate: ENROL });
  const phone = within(fake, around(IPHONE));
  expect((await phone.status()).gate.kind).toBe("install");
  const heard: string[] = [];
  phone.listen((change) => void (change.kind === "status" && heard.push(change.status.gate.kind)));
  fake.tell({ kind: "status", status: await fake.status() });
  expect(heard).toEqual(["install"]);
});

test("where keys were in use before and there are none, they are lost; only keys in use are remembered", async () => {
  expect(gateAround(ENROL, around(DESKTOP, { enrolled: true }))).toEqual({ kind: "lost" });
  expect(gateAround(ENROL, around(IPHONE, { enrolled: true })).kind).toBe("install");
  let used = 0;
  for (const gate of [ENROL, { kind: "ready" }] as const) await within(fakePhone({ gate }), around(DESKTOP), () => (used += 1)).status();
  expect(used).toBe(1);
});
