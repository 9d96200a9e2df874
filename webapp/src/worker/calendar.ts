/** By which terms and working days a version of the policy goes, as the service says. */

import { termAnswer } from "../api/answers.ts";
import type { Device } from "../device/device.ts";
import type { Calendar } from "../phone.ts";

/** The calendar of this version of the policy; null: of the present one. Throws as any question to the service. */
export async function calendarOf(device: Device, policy: string | null): Promise<Calendar> {
  const { policy_version, terms, ...week } = await device.api.calendar(policy);
  const read = Object.entries(terms).map(([name, term]) => [name, termAnswer(term)] as const);
  return { ...week, policy: policy_version, terms: Object.fromEntries(read) };
}
