import { describe, expect, it } from "vitest";
import { text, utf8, type Bytes } from "../wire/bytes.ts";
import type { ServerEvent } from "./events.ts";
import { NotReached, ServerRefused } from "./failures.ts";
import { PATIENCE } from "./patience.ts";
import { Transport, type Fetch } from "./transport.ts";

type Asked = { line: string; headers: Record<string, string>; body: unknown };
type Answer = Response | Error;

const READER = { device: "d1", sign: async (message: Bytes): Promise<Bytes> => utf8(`signed:${text(message)}`) };
const PATIENT = { ...PATIENCE, tries: 3 };

function ok(document: unknown, nonce = "n"): Response {
  return new Response(JSON.stringify(document), { headers: { "Piket-Nonce": nonce } });
}

function refused(status: number, code: string, nonce = "n"): Response {
  return new Response(JSON.stringify({ code }), { status, headers: { "Piket-Nonce": nonce } });
}

/** A service that gives these answers in turn, and what it was asked. */
function service(...answers: Answer[]): { transport: Transport; asked: Asked[]; waited: number[] } {
  const [asked, waited]: [Asked[], number[]] = [[], []];
  const fetch: Fetch = async (url, init) => {
    asked.push({ line: `${init.method} ${url}`, headers: init.headers as Record<string, string>, body: init.body });
    const answer = answers.shift() ?? new TypeError("nobody there");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const pause = async (milliseconds: number): Promise<void> => void waited.push(milliseconds);
  const transport = new Transport("https://service.example/", { fetch, patience: PATIENT, pause });
  transport.use(READER);
  return { transport, asked, waited };
}

const challenge = (): Response => ok({ nonce: "challenge" });
const session = (token = "t", nonce = "first"): Response => ok({ token, nonce });

function proofOf(asked: Asked | undefined): string {
  return atob((asked?.headers["Piket-Proof"] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
}

async function every(found: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> {
  const all: ServerEvent[] = [];
  for await (const one of found) all.push(one);
  return all;
}

describe("a read", () => {
  it("opens a session, and proves method, path, query and nonce; the next nonce comes with the answer", async () => {
    const { transport, asked } = service(challenge(), session(), ok({}, "second"), ok({}, "third"));
    await transport.read("GET", "/v1/items?a=b");
    await transport.read("GET", "/v1/me");
    expect(asked.map((one) => one.line.replace("https://service.example", ""))).toEqual([
      "POST /v1/challenges",
      "POST /v1/sessions",
      "GET /v1/items?a=b",
      "GET /v1/me",
    ]);
    expect(JSON.parse(String(asked[1]?.body)).sig).toBe(btoa("signed:piket-session-v1\nchallenge").replace(/=+$/, ""));
    expect(asked[0]?.headers).not.toHaveProperty("Content-Type");
    expect(asked[2]?.headers).toMatchObject({ Authorization: "Bearer t", "Piket-Nonce": "first" });
    expect(proofOf(asked[2])).toBe("signed:piket-read-v1\nGET\n/v1/items?a=b\nfirst");
    expect(proofOf(asked[3])).toBe("signed:piket-read-v1\nGET\n/v1/me\nsecond");
  });

  it("uses the challenge that was asked for ahead, once", async () => {
    const { transport, asked } = service(ok({ nonce: "ahead" }), session(), ok({}), refused(401, "session.ended"), challenge(), session(), ok({}));
    transport.expect();
    await expect.poll(() => asked.length).toBe(1);
    await transport.read("GET", "/v1/me");
    await transport.read("GET", "/v1/me");
    expect(asked.map((one) => one.line.replace("https://service.example/v1/", ""))).toEqual([
      "POST challenges", "POST sessions", "GET me", "GET me", "POST challenges", "POST sessions", "GET me",
    ]); // prettier-ignore
    expect(JSON.parse(String(asked[1]?.body)).nonce).toBe("ahead");
    expect(JSON.parse(String(asked[5]?.body)).nonce).toBe("challenge");
  });

  it("begins with another challenge when the answer to the first was lost, which used it", async () => {
    const begun = { ...JSON.parse(await session().text()), start: { me: 1 } };
    const { transport, asked } = service(challenge(), new TypeError("lost"), refused(401, "session.refused"), challenge(), ok(begun));
    expect(await transport.start(7)).toEqual({ me: 1 });
    expect(asked.map((one) => one.line.replace("https://service.example/v1/", ""))).toEqual([
      "POST challenges", "POST sessions", "POST sessions", "POST challenges", "POST sessions",
    ]); // prettier-ignore
  });

  it("takes turns, so that each nonce is used once", async () => {
    const { transport, asked } = service(challenge(), session(), ok({}, "second"), ok({}, "third"), ok({}, "fourth"));
    await Promise.all(["/1", "/2", "/3"].map((target) => transport.read("GET", target)));
    expect(asked.slice(2).map((one) => one.headers["Piket-Nonce"])).toEqual(["first", "second", "third"]);
  });

  it("signs again with the new nonce after session.proof", async () => {
    const { transport, asked } = service(challenge(), session(), refused(401, "session.proof", "new"), ok({}));
    await transport.read("GET", "/v1/me");
    expect(asked.map((one) => one.headers["Piket-Nonce"])).toEqual([undefined, undefined, "first", "new"]);
  });

  it("opens another session after session.ended", async () => {
    const { transport, asked } = service(challenge(), session(), refused(401, "session.ended"), challenge(), session("u"), ok({}));
    await transport.read("GET", "/v1/me");
    expect(asked.at(-1)?.headers["Authorization"]).toBe("Bearer u");
  });

  it("gives up after three refusals, with the service's code", async () => {
    const end = (): Answer[] => [challenge(), session(), refused(401, "session.ended")];
    const { transport, asked } = service(...end(), ...end(), ...end());
    await expect(transport.read("GET", "/v1/me")).rejects.toMatchObject({ status: 401, code: "session.ended" });
    expect(asked).toHaveLength(9);
  });

  it("goes on after a read that was refused", async () => {
    const { transport } = service(challenge(), session(), refused(404, "item.unknown"), ok({ fine: true }));
    await expect(transport.read("GET", "/v1/items/x")).rejects.toBeInstanceOf(ServerRefused);
    expect((await transport.read("GET", "/v1/me")).status).toBe(200);
  });
});

describe("what is sent", () => {
  it("is sent again, the same bytes, after a lost answer and a busy service; waiting longer each time", async () => {
    const { transport, asked, waited } = service(new TypeError("reset"), refused(503, "busy"), ok({}));
    const body = utf8("exactly this");
    await transport.send("POST", "/v1/acts", body, "application/json");
    expect(asked.map((one) => one.body)).toEqual([body, body, body]);
    expect(waited).toEqual([PATIENCE.first, PATIENCE.first * 2]);
  });

  it("is not reached when nobody ever answers", async () => {
    const { transport, asked } = service();
    await expect(transport.send("GET", "/v1/log/x/checkpoint")).rejects.toBeInstanceOf(NotReached);
    expect(asked).toHaveLength(PATIENT.tries);
  });

  it("is refused as busy when it stays busy", async () => {
    const { transport } = service(refused(429, "rate"), refused(429, "rate"), refused(429, "rate"));
    await expect(transport.send("GET", "/")).rejects.toMatchObject({ status: 429, code: "rate" });
  });

  it.each([
    [new Response("<html>", { status: 500 }), 500],
    [new Response('{"code": 3}', { status: 400 }), 400],
    [new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } }), 302],
  ])("is refused also by an answer that is no problem document: %#", async (answer, status) => {
    const { transport, asked } = service(answer);
    await expect(transport.send("GET", "/")).rejects.toMatchObject({ status, code: "answer.malformed" });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["2031-04-27T13:00:00.5+00:00", "2031-04-27T13:00:00.5+00:00"],
    ["gisteren", null],
    [7, null],
    [undefined, null],
  ])("says when what was asked for was erased: %s", async (erased_at, erasedAt) => {
    const { transport } = service(new Response(JSON.stringify({ code: "item.erased", erased_at }), { status: 410 }));
    await expect(transport.send("GET", "/")).rejects.toMatchObject({ status: 410, code: "item.erased", erasedAt });
  });

  it("never carries what was refused in its error", async () => {
    const { transport } = service(new Response('{"code":"act.malformed","field":"params.x","title":"Secret"}', { status: 400 }));
    await expect(transport.postJson("/", {})).rejects.toMatchObject({ message: expect.not.stringContaining("Secret") });
  });
});

describe("a start", () => {
  it("is two round trips, and signs from where the directory goes on", async () => {
    const { transport, asked } = service(challenge(), ok({ token: "t", nonce: "first", start: { me: 1 } }));
    expect(await transport.start(7)).toEqual({ me: 1 });
    expect(asked).toHaveLength(2);
    const { sig, start } = JSON.parse(String(asked[1]?.body));
    expect(atob(sig)).toBe("signed:piket-start-v1\n7\nchallenge");
    expect(start).toEqual({ since: 7 });
  });
});

describe("events", () => {
  it("come from where the cursor stood, with a proof, and end with the stream", async () => {
    const stream = new Response(': alive\n\nevent: item\ndata: {"item":"x","version":2}\nid: c2\n\n');
    const { transport, asked } = service(challenge(), session(), stream);
    const found = await every(transport.events("c1"));
    expect(found).toEqual([{ name: "item", data: { item: "x", version: 2 }, cursor: "c2" }]);
    expect(asked[2]?.headers).toMatchObject({ "Last-Event-ID": "c1", "Piket-Nonce": "first" });
  });

  it("are refused with the service's code where no stream is to be had", async () => {
    const { transport } = service(challenge(), session(), refused(429, "events.full"));
    await expect(every(transport.events())).rejects.toMatchObject({ code: "events.full" });
  });

  it("are lost when nobody answers", async () => {
    const { transport } = service(challenge(), session());
    await expect(every(transport.events())).rejects.toBeInstanceOf(NotReached);
  });
});
