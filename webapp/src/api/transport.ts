/** Talks HTTP with the service: sessions, a proof with every read, and the same bytes again when an answer is lost. */

import { encode64 } from "../wire/base64url.ts";
import { utf8, type Bytes } from "../wire/bytes.ts";
import { strictJson } from "../wire/json.ts";
import { challengeAnswer, sessionAnswer } from "./answers.ts";
import { readEvents, type ServerEvent } from "./events.ts";
import { NotReached, ServerRefused } from "./failures.ts";
import { Lost, PATIENCE, patiently, pause, type Patience, type Pause } from "./patience.ts";
import { moment, orNull } from "./shape.ts";
import { Turns } from "./turns.ts";

/** Who reads: a device and its signing key. */
export type Reader = { readonly device: string; sign(message: Bytes): Promise<Bytes> };

/** A good answer's body; `json` throws ServerRefused `answer.malformed` when it is no strict JSON. */
export type Reply = { readonly status: number; readonly body: Bytes };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const EVENTS = "/v1/events";
const NO_SESSION = "No session with the service could be opened; call by telephone.";

/** The body of an answer as JSON; throws ServerRefused `answer.malformed` for anything else. */
export function json(reply: Reply): unknown {
  try {
    return strictJson(reply.body);
  } catch {
    throw new ServerRefused(reply.status, "answer.malformed");
  }
}

/** One device's connection to one service. */
export class Transport {
  readonly #origin: string;
  readonly #fetch: Fetch;
  readonly #patience: Patience;
  readonly #pause: Pause;
  readonly #reading = new Turns();
  #reader: Reader | null = null;
  #token: string | null = null;
  #nonce = "";
  /** The challenge that was asked for before it was wanted. */
  #challenge: Promise<string> | null = null;

  constructor(origin: string, how: { fetch?: Fetch; patience?: Patience; pause?: Pause } = {}) {
    this.#origin = origin.replace(/\/+$/, "");
    this.#fetch = how.fetch ?? ((url, init) => fetch(url, init));
    this.#patience = how.patience ?? PATIENCE;
    this.#pause = how.pause ?? pause;
  }

  /** Read as this device from now on. */
  use(reader: Reader): void {
    this.#reader = reader;
    this.#token = null;
    this.#challenge = null;
  }

  /** A session will be wanted in a moment: ask for its challenge now, which is signed only then. Never throws. */
  expect(): void {
    this.#challenge = this.#challenged();
    this.#challenge.catch(() => undefined);
  }

  /**
   * Send a request without a session that is safe to repeat, until an answer comes.
   * Throws ServerRefused for a problem that sending again would not cure, NotReached when patience ran out.
   */
  send(method: string, target: string, body?: Bytes | string, kind?: string): Promise<Reply> {
    const headers = kind === undefined ? {} : { "Content-Type": kind };
    return patiently(this.#patience, this.#pause, () => this.#once(method, target, headers, body));
  }

  /**
   * Post JSON without a session; throws as `send`. Without `kind` it goes as text, where the service takes that, so that
   * a browser does not ask first.
   */
  async postJson(target: string, document: unknown, kind?: string): Promise<unknown> {
    return json(await this.send("POST", target, JSON.stringify(document), kind));
  }

  /**
   * Send a request of this device's session, proven with the next nonce; opens the session when there is none.
   * Reads of one device take turns: each nonce is used once. Throws as `send`.
   */
  read(method: string, target: string, body?: Bytes): Promise<Reply> {
    return this.#inSession(() =>
      patiently(this.#patience, this.#pause, async () => {
        const kind = body === undefined ? {} : { "Content-Type": "application/octet-stream" };
        return this.#once(method, target, { ...(await this.#proof(method, target)), ...kind }, body, true);
      }),
    );
  }

  /**
   * The body of a read as it comes, of at most `most` bytes; `told` hears how many there are. Other reads go on
   * meanwhile. A line that is silent for too long, or is lost, is tried anew from the start; throws as `send`, and
   * ServerRefused `answer.malformed` for more bytes than that.
   */
  download(target: string, most: number, told: (bytes: number) => void): Promise<Blob> {
    return patiently(this.#patience, this.#pause, async () => {
      let silence = new AbortController();
      const answer = await this.#inSession(() =>
        patiently(this.#patience, this.#pause, async () => {
          const stop = new AbortController();
          silence = stop;
          const alarm = setTimeout(() => stop.abort(), this.#patience.answer);
          return this.#begun(target, {}, stop.signal).finally(() => clearTimeout(alarm));
        }),
      );
      const parts: Bytes[] = [];
      let size = 0;
      for await (const part of arriving(answer, this.#patience.answer, () => silence.abort())) {
        parts.push(part);
        size += part.length;
        if (size > most) throw new ServerRefused(answer.status, "answer.malformed");
        told(size);
      }
      return new Blob(parts);
    });
  }

  /** Open a session and return, unread, all there is to begin with: two round trips. Throws as `send`. */
  start(since: number): Promise<unknown> {
    return this.#reading.take(() => this.#anew(() => this.#open(since)));
  }

  /**
   * Yield what the service tells of changes, from cursor `last` on, until it ends the stream or `signal` says stop.
   * Throws ServerRefused when there is no stream to be had (429 `events.full`), NotReached when it is lost or silent,
   * EventsRefused when it is no stream of events; come back with the newest cursor.
   */
  async *events(last?: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    const silence = new AbortController();
    const stop = AbortSignal.any([silence.signal, ...(signal === undefined ? [] : [signal])]);
    const answer = await this.#inSession(async () => {
      const known: Record<string, string> = last === undefined ? {} : { "Last-Event-ID": last };
      return this.#begun(EVENTS, known, stop);
    });
    if (answer.body === null) throw new NotReached(NO_SESSION);
    yield* readEvents(answer.body, this.#patience.silence, () => silence.abort());
  }

  #inSession<T>(work: () => Promise<T>): Promise<T> {
    const opened = async (): Promise<T> => {
      if (this.#token === null) await this.#open();
      return work();
    };
    return this.#reading.take(() => this.#anew(opened));
  }

  /** Do it again, with another session where need be: a nonce or challenge whose answer got lost was used all the same. */
  async #anew<T>(work: () => Promise<T>): Promise<T> {
    for (let left = 2; ; left -= 1) {
      try {
        return await work();
      } catch (wrong) {
        if (wrong instanceof Lost) throw new NotReached("The service cannot be reached; call by telephone.");
        if (!(wrong instanceof ServerRefused) || wrong.status !== 401 || left === 0) throw wrong;
        if (wrong.code !== "session.proof") this.#token = null;
      }
    }
  }

  async #challenged(): Promise<string> {
    return shaped(challengeAnswer, await this.postJson("/v1/challenges", { device: this.#key().device })).nonce;
  }

  /** A good answer of which only the head came yet. */
  async #begun(target: string, more: Record<string, string>, stop: AbortSignal): Promise<Response> {
    const found = await this.#asked("GET", target, { ...(await this.#proof("GET", target)), ...more }, undefined, stop);
    this.#nonce = found.headers.get("Piket-Nonce") ?? this.#nonce;
    if (found.status !== 200) throw problem(found.status, await bodyOf(found));
    return found;
  }

  async #open(since?: number): Promise<unknown> {
    const { device } = this.#key();
    const asked = this.#challenge ?? this.#challenged();
    this.#challenge = null;
    const nonce = await asked;
    const message = since === undefined ? `piket-session-v1\n${nonce}` : `piket-start-v1\n${since}\n${nonce}`;
    const sig = encode64(await this.#key().sign(utf8(message)));
    const start = since === undefined ? {} : { start: { since } };
    const opened = await this.postJson("/v1/sessions", { device, nonce, sig, ...start });
    const session = shaped(sessionAnswer, opened);
    this.#token = session.token;
    this.#nonce = session.nonce;
    return (opened as Record<string, unknown>)["start"];
  }

  async #proof(method: string, target: string): Promise<Record<string, string>> {
    const nonce = this.#nonce;
    const proof = await this.#key().sign(utf8(`piket-read-v1\n${method}\n${target}\n${nonce}`));
    return { Authorization: `Bearer ${this.#token}`, "Piket-Nonce": nonce, "Piket-Proof": encode64(proof) };
  }

  async #once(
    method: string,
    target: string,
    headers: Record<string, string>,
    body?: Bytes | string,
    mine = false,
  ): Promise<Reply> {
    const answer = await this.#asked(method, target, headers, body, AbortSignal.timeout(this.#patience.answer));
    if (mine) this.#nonce = answer.headers.get("Piket-Nonce") ?? this.#nonce;
    const reply = { status: answer.status, body: await bodyOf(answer) };
    if (answer.status >= 200 && answer.status < 300) return reply;
    throw problem(reply.status, reply.body);
  }

  async #asked(
    method: string,
    target: string,
    headers: Record<string, string>,
    body: Bytes | string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    try {
      return await this.#fetch(this.#origin + target, {
        method,
        headers: { "Accept-Language": "nl", ...headers },
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: "manual",
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
    } catch {
      throw new Lost("The service gave no answer.");
    }
  }

  #key(): Reader {
    if (this.#reader === null) throw new NotReached("This device has no keys yet; open an invitation on it first.");
    return this.#reader;
  }
}

/** The pieces of a body; `hangUp` is called after `silence` milliseconds without one, and when the reader is done. */
async function* arriving(answer: Response, silence: number, hangUp: () => void): AsyncGenerator<Bytes> {
  const reader = (answer.body as ReadableStream<Bytes> | null)?.getReader();
  try {
    while (reader !== undefined) {
      const alarm = setTimeout(hangUp, silence);
      const { done, value } = await reader.read().catch(() => {
        throw new Lost("The answer was cut off.");
      });
      clearTimeout(alarm);
      if (done) return;
      yield value;
    }
  } finally {
    hangUp();
  }
}

async function bodyOf(answer: Response): Promise<Bytes> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Lost("The answer was cut off.");
  }
}

function shaped<T>(shape: (value: unknown) => T, document: unknown): T {
  try {
    return shape(document);
  } catch {
    throw new ServerRefused(200, "answer.malformed");
  }
}

function momentIn(value: unknown): string | null {
  try {
    return orNull(moment)(value);
  } catch {
    return null;
  }
}

/** The problem in a bad answer, also one that is not spelled as it should be. */
function problem(status: number, body: Bytes): ServerRefused {
  try {
    const found = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    if (typeof found["code"] !== "string") return new ServerRefused(status, "answer.malformed");
    const field = typeof found["field"] === "string" ? found["field"] : null;
    return new ServerRefused(status, found["code"], field, found["answers"] ?? null, momentIn(found["erased_at"]));
  } catch {
    return new ServerRefused(status, "answer.malformed");
  }
}
