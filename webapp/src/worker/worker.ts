/** The worker's entry: opens what rests on this device, finds the service, and answers the pages' calls. */

import { Forgetting } from "../device/forgetting.ts";
import eenheden from "../device/eenheden.json" with { type: "json" };
import { webLocks } from "../device/locks.ts";
import { openStore } from "../device/store.ts";
import { randomBytes } from "../wire/bytes.ts";
import { WorkerPhone } from "./phone.ts";
import { whyOf } from "./problems.ts";
import { answer } from "./answering.ts";
import type { Answer, Call } from "./rpc.ts";
import { help, SEALER } from "./sealer.ts";
import { serviceOf } from "./service.ts";
import { browserTabs } from "./tabs.ts";

declare const self: DedicatedWorkerGlobalScope;

const tell = (message: Answer): void => self.postMessage(message);

async function begun(): Promise<WorkerPhone> {
  const store = await openStore("piket");
  await new Forgetting(store, () => new Date()).forgetOver(); // before the lock, and also without a line
  const phone = new WorkerPhone({
    service: serviceOf(store),
    store,
    locks: webLocks,
    clock: () => new Date(),
    random: randomBytes,
    eenheidOf: new Map(Object.entries(eenheden)),
    told: (change) => tell({ change }),
    tabs: browserTabs(),
  });
  await phone.begin();
  return phone;
}

function serve(): void {
  const phone = begun();
  self.addEventListener("message", (event: MessageEvent<Call>) => {
    phone.then(
      async (found) => tell(await answer(found, event.data)),
      (wrong: unknown) => tell({ id: event.data.id, ...whyOf(wrong) }),
    );
  });
}

// The one script of workers: the phone, or by its name a helper that the phone started.
if (self.name === SEALER) help(self);
else serve();
