/** This browser's own side of Web Push: whether it may ring, where it is rung, and that the service knows. */

import { PhoneError, type Change, type Delivery, type Phone, type PushLine, type Subscription } from "./phone.ts";

/** How the bell of this device stands; each is a text and perhaps a button of its own. */
export type Bell = "unsupported" | "install" | "unserved" | "denied" | "off" | "on" | "dead";

/** What this needs of the browser; replaceable in tests. */
export type Browser = {
  /** Web Push is there at all. */
  readonly able: boolean;
  /** It would be, in the app on the home screen. */
  readonly installable: boolean;
  permission(): NotificationPermission;
  /** Ask the person; resolves with what they said. */
  ask(): Promise<NotificationPermission>;
  /** Where this browser is rung now, and the key it subscribed with; null when nowhere. */
  subscribed(): Promise<(Subscription & { readonly key: string }) | null>;
  /** Subscribe anew: what there was is gone. */
  subscribe(key: string): Promise<Subscription>;
  unsubscribe(): Promise<void>;
  /** The endpoint that the service stored last, as remembered here; null where nobody wants to be rung. */
  told(): string | null;
  remember(endpoint: string | null): void;
};

type Ringing = Pick<Phone, "push" | "setPush" | "listen">;

/** How it stands; one round trip, or none where the browser cannot. */
export async function bellOf(phone: Ringing, browser: Browser): Promise<Bell> {
  if (!browser.able) return browser.installable ? "install" : "unsupported";
  const line = await phone.push();
  if (line.key === null) return "unserved";
  if (browser.permission() === "denied") return "denied";
  return standOf(line, browser);
}

/** Ask the person for leave, subscribe, and tell the service. Rejects with `bell.denied`, `bell.failed`, or its refusal. */
export async function turnOn(phone: Ringing, browser: Browser): Promise<void> {
  if ((await browser.ask()) !== "granted") throw new PhoneError("bell.denied");
  const { key } = await phone.push();
  if (key === null) throw new PhoneError("bell.failed");
  await renew(phone, browser, key);
}

/** Be rung here no more. */
export async function turnOff(phone: Ringing, browser: Browser): Promise<void> {
  browser.remember(null); // first: what is off on purpose is never taken for lost
  await stored(phone, null);
  await browser.unsubscribe();
}

/** Where the bell was on and no longer works, because the browser or the key changed or the service lost it, turn it on again; else nothing. */
export async function keepBell(phone: Ringing, browser: Browser): Promise<void> {
  if (!browser.able || browser.permission() !== "granted") return;
  const line = await phone.push();
  if (line.key !== null && (await standOf(line, browser)) === "dead") await renew(phone, browser, line.key);
}

async function standOf(line: PushLine, browser: Browser): Promise<"off" | "on" | "dead"> {
  // The service knows of none, while nobody turned it off here: it lost it.
  if (line.stand === "off") return browser.told() === null ? "off" : "dead";
  if (line.stand === "dead") return "dead";
  const own = await browser.subscribed();
  return own !== null && own.key === line.key && own.endpoint === browser.told() ? "on" : "dead";
}

async function renew(phone: Ringing, browser: Browser, key: string): Promise<void> {
  let subscription: Subscription;
  try {
    subscription = await browser.subscribe(key);
  } catch {
    throw new PhoneError("bell.failed");
  }
  await stored(phone, subscription);
  browser.remember(subscription.endpoint);
}

/** Resolves once the service stored it; rejects with its refusal. */
function stored(phone: Ringing, subscription: Subscription | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let act: string | undefined;
    const heard: Delivery[] = [];
    const look = (): void => {
      const end = heard.find((one) => one.act === act && (one.stage === "stored" || one.stage === "refused"));
      if (end === undefined) return;
      silence();
      if (end.stage === "stored") resolve();
      else reject(new PhoneError(end.code ?? "internal"));
    };
    const silence = phone.listen((change: Change) => {
      if (change.kind !== "delivery") return;
      heard.push(change.delivery);
      look();
    });
    phone.setPush(subscription).then(
      (sent) => {
        act = sent.act;
        heard.push(sent);
        look();
      },
      (wrong: unknown) => {
        silence();
        reject(wrong instanceof Error ? wrong : new PhoneError("internal"));
      },
    );
  });
}
