/** From what went wrong in the worker to the one thing pages are told: a code. */

import { NotReached, ServerRefused } from "../api/failures.ts";
import { StoreFailed } from "../device/store.ts";
import { ActUnderWay } from "../device/outbox.ts";
import { PhoneError, REFUSED_HERE, type Gate } from "../phone.ts";
import { Refused } from "../refused.ts";

/** The code of what was caught; what nobody foresaw is `internal`. */
export function codeOf(caught: unknown): string {
  if (caught instanceof Refused) return REFUSED_HERE + caught.code;
  if (caught instanceof ServerRefused || caught instanceof PhoneError) return caught.code;
  if (caught instanceof NotReached) return "service.unreachable";
  if (caught instanceof StoreFailed) return "device.storage";
  return caught instanceof ActUnderWay ? "act.under_way" : "internal";
}

/** The same with what a page may say besides: when what it asked for was erased (EV-03). */
export function whyOf(caught: unknown): { readonly code: string; readonly erasedAt?: string } {
  const erasedAt = caught instanceof ServerRefused ? caught.erasedAt : null;
  return { code: codeOf(caught), ...(erasedAt === null ? {} : { erasedAt }) };
}

const CLOSING: Readonly<Record<string, Gate>> = {
  "device.revoked": { kind: "revoked" },
  "device.frozen": { kind: "frozen" },
  // It had a session before: the service opens none any more.
  "session.refused": { kind: "revoked" },
};

/** The gate that closes on what was caught, when nothing can be believed or done any more after it; else null. */
export function gateOf(caught: unknown): Gate | null {
  return caught instanceof Refused ? { kind: "refused", code: caught.code } : (CLOSING[codeOf(caught)] ?? null);
}
