import { describe, expect, it } from "vitest";
import { utf8 } from "../wire/bytes.ts";
import { EventsRefused, readEvents, type ServerEvent } from "./events.ts";
import { NotReached } from "./failures.ts";

function stream(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(typeof chunk === "string" ? utf8(chunk) : chunk));
      controller.close();
    },
  });
}

function events(...chunks: (string | Uint8Array)[]): Promise<ServerEvent[]> {
  return every(readEvents(stream(...chunks), 60_000, () => undefined));
}

async function every(found: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> {
  const all: ServerEvent[] = [];
  for await (const one of found) all.push(one);
  return all;
}

describe("events", () => {
  it("are read as the standard spells them, wherever the chunks are cut", async () => {
    const raw = ':\n\nevent: item\ndata: {"item": "é", "version": 2}\n\nid: c\r\nevent: board\r\ndata: {}\r\n\r\nevent: item\n';
    const expected = [
      { name: "item", data: { item: "é", version: 2 }, cursor: null },
      { name: "board", data: {}, cursor: "c" },
    ];
    expect(await events(raw)).toEqual(expected);
    const bytes = utf8(raw);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await events(bytes.slice(0, at), bytes.slice(at))).toEqual(expected);
    }
  });

  it.each([
    ["no stream", "HTTP/1.1 200 OK\n"],
    ["half a document", "data: {\n\n"],
    ["no text", new Uint8Array([0xff, 10])],
    ["an unknown field", "retry: 1\n"],
    ["an endless line", `data: ${" ".repeat(5000)}{}\n`],
    ["a line without end", `data: ${" ".repeat(5000)}`],
    ["a name twice", 'data: {"a":1,"a":2}\n\n'],
  ])("that are %s are refused", async (_name, raw) => {
    await expect(events(raw)).rejects.toBeInstanceOf(EventsRefused);
  });

  it("are lost after silence, and the connection is let go", async () => {
    let stop: (wrong: Error) => void = () => undefined;
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => void (stop = (wrong) => controller.error(wrong)) });
    const reading = every(readEvents(silent, 1, () => stop(new Error("aborted"))));
    await expect(reading).rejects.toBeInstanceOf(NotReached);
  });
});
