/** From what was sealed for one act to what the page reads back before it is signed. */

import type { Device } from "../device/device.ts";
import type { Directory } from "../directory/state.ts";
import type { Prepared } from "../flows/doing.ts";
import { isFormAct, type Act, type FormAct } from "../phone-acts.ts";
import type { Draft } from "../phone.ts";
import { paramsOf } from "../wire/catalogue.ts";
import { saidIn } from "../wire/fields.ts";
import { formOf } from "../wire/forms.ts";
import type { ActParams, AnyContent } from "../wire/models.ts";
import { holdingKey } from "../wire/payload.ts";
import { readBackBy } from "./facts.ts";
import { groundsOf, partyOf, saidInContent, WORDS } from "./views.ts";

const MOMENTS = ["from_at", "ends_at", "review_at", "next_at", "expected_at", "called_at"];

/** Whose device this is, as the signed directory has it. */
function deviceFacts(directory: Directory, id: string): Draft["facts"] {
  const person = directory.devices.get(id)?.person;
  const held = [...(directory.memberships.get(person ?? "")?.keys() ?? [])];
  return [
    { name: "device", value: id, kind: "text" },
    ...(person === undefined ? [] : [{ name: "holder", value: person, kind: "text" as const }]),
    ...held.map((value) => ({ name: "holding", value, kind: "party" as const })),
  ];
}

/** Who has which duty, from when to when. */
function dutyFacts({ functie, scope, person, slot, starts, ends, override }: ActParams["roster.set"]): Draft["facts"] {
  return [
    { name: "holding", value: `${functie}@${scope}`, kind: "party" },
    { name: "on_duty", value: person, kind: "text" },
    { name: "slot", value: slot, kind: "word" },
    { name: "starts", value: starts, kind: "moment" },
    { name: "ends", value: ends, kind: "moment" },
    { name: "override", value: String(override), kind: "yes_no" },
  ];
}

/**
 * What was filled in on a form that is made from the models: what the parameters say is not said again in the content,
 * what goes to others with the item that it carries stands apart, and a yes or no that may be left out is said where it is yes.
 */
function formFacts(name: FormAct, params: object, contents: readonly AnyContent[]): Draft["facts"] {
  const form = formOf(name);
  const asked = new Map(form?.params.map((one) => [one.name, one]));
  const told = saidIn(paramsOf(name), params).filter((one) => one.name === "excluded" || asked.has(one.name));
  const said = told.filter((one) => !(one.kind === "yes_no" && one.value === "false" && asked.get(one.name)?.mayLack === true));
  const carried = form?.linked?.kind;
  const sealed = contents.flatMap((one): Draft["facts"] =>
    one.kind === carried ? saidInContent(one).map((fact) => ({ ...fact, about: one.kind })) : saidInContent(one).filter((fact) => !asked.has(fact.name)),
  );
  return [...said, ...sealed.filter(({ about }) => about === undefined), ...sealed.filter(({ about }) => about !== undefined)];
}

/** Exactly what will be signed, to be read back: what the act shows, and what was sealed in it. */
export function draftOf(device: Device, draft: string, prepared: Prepared): Draft {
  const { draft: made, contents, readers, gaps, about } = prepared;
  const { params, holding, name } = made;
  const head = {
    draft,
    name: name as Act,
    as: partyOf(device.directory, holding),
    readers: readers.map((one) => partyOf(device.directory, one)),
    gaps: gaps.map((one) => partyOf(device.directory, one)),
    rungs: [],
    grounds: about === null ? [] : groundsOf(about.answer),
  };
  const drill: Draft["facts"] = made.drill ? [{ name: "drill", value: "true", kind: "yes_no" }] : [];
  const apart = readBackBy(name);
  if (isFormAct(name) && apart === undefined) return { ...head, facts: [...drill, ...formFacts(name, params, contents)] };
  const shown: Draft["facts"][number][] = [];
  for (const [field, value] of Object.entries(params)) {
    if (typeof value === "string" && WORDS.includes(field)) shown.push({ name: field, value, kind: "word" });
    else if (typeof value === "string" && MOMENTS.includes(field)) shown.push({ name: field, value, kind: "moment" });
    else if (field === "device") shown.push(...deviceFacts(device.directory, String(value)));
    else if (field === "frozen") shown.push({ name: "outcome", value: value === true ? "stilgezet" : "vrijgegeven", kind: "word" });
    else if (field === "tell_college" && value === true) shown.push({ name: field, value: "true", kind: "yes_no" });
    else if (field === "visible" && value === true) shown.push({ name: field, value: "true", kind: "yes_no" });
    else if (field === "callback_verified" && value === false) shown.push({ name: field, value: "false", kind: "yes_no" });
    else if (field === "rccb" && typeof value === "string") shown.push({ name: field, value: `rccb@${value}`, kind: "party" });
    else if (field === "excluded" && Array.isArray(value)) {
      shown.push(...value.map((person) => ({ name: field, value: String(person), kind: "text" as const })));
    }
  }
  if (name === "roster.set") shown.push(...dutyFacts(params as ActParams["roster.set"]));
  if (name === "directory.wrap_epoch" && Array.isArray(params["wraps"])) {
    shown.push({ name: "role", value: holdingKey(holding), kind: "party" });
    shown.push(...(params["wraps"] as readonly { device: string }[]).flatMap((wrap) => deviceFacts(device.directory, wrap.device)));
  }
  const caller = params["caller_functie"];
  if (typeof caller === "string") shown.push({ name: "caller", value: `${caller}@${String(params["caller_scope"])}`, kind: "party" });
  return { ...head, facts: [...drill, ...shown, ...(apart?.(prepared) ?? contents.flatMap(saidInContent))] };
}
