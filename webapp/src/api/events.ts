/** Reads server-sent events, as HTML's standard spells them: only what the service sends, refused when it is not so. */

import { strictJson } from "../wire/json.ts";
import { NotReached } from "./failures.ts";

/** What came is no stream of events; hang up, and ask for the list instead. */
export class EventsRefused extends Error {
  override readonly name = "EventsRefused";
}

/** That something changed: `item`, `gone`, `board` or `end`; `cursor`, if any, goes with the next request. */
export type ServerEvent = { readonly name: string; readonly data: unknown; readonly cursor: string | null };

const LONGEST = 4096;
const FIELDS = ["", ":", "event", "data", "id"];

/**
 * Yield each whole event; comments are signs of life and are left out. `hangUp` is called when the reader is done,
 * and after `silence` milliseconds without a byte.
 * Throws EventsRefused when a line or an event is malformed, NotReached when the connection is lost or silent.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silence: number,
  hangUp: () => void,
): AsyncGenerator<ServerEvent> {
  let name = "";
  let data = "";
  let cursor: string | null = null;
  try {
    for await (const line of lines(body, silence, hangUp)) {
      const colon = line.indexOf(": ");
      const field = colon < 0 ? line : line.slice(0, colon);
      if (!FIELDS.includes(field)) throw refused();
      const value = colon < 0 ? "" : line.slice(colon + 2);
      if (line === "") {
        if (data !== "") yield { name, data: parsed(data), cursor };
        name = data = "";
        cursor = null;
      } else if (field === "event") name = value;
      else if (field === "data") data = value;
      else if (field === "id") cursor = value;
    }
  } finally {
    hangUp();
  }
}

async function* lines(body: ReadableStream<Uint8Array>, silence: number, hangUp: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = new Uint8Array(0);
  for (;;) {
    const chunk = await alive(reader, silence, hangUp);
    if (chunk === null) return;
    rest = joined(rest, chunk);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (end >= LONGEST) throw refused();
      let line: string;
      try {
        line = decoder.decode(rest.subarray(0, end));
      } catch {
        throw refused();
      }
      rest = rest.slice(end + 1);
      yield line.replace(/\r$/, "");
    }
    if (rest.length > LONGEST) throw refused();
  }
}

async function alive(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  silence: number,
  hangUp: () => void,
): Promise<Uint8Array | null> {
  const alarm = setTimeout(hangUp, silence);
  try {
    const { done, value } = await reader.read();
    return done ? null : value;
  } catch {
    throw new NotReached("The service tells nothing any more; call by telephone if it stays so.");
  } finally {
    clearTimeout(alarm);
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function parsed(data: string): unknown {
  try {
    return strictJson(new TextEncoder().encode(data));
  } catch {
    throw refused();
  }
}

function refused(): EventsRefused {
  return new EventsRefused("The service sent something else than events; ask for the list.");
}
