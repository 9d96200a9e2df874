/** The service's API as calls: acts, items, blobs in chunks, the directory, duty, enrolment, logs. */

import { concat, sha256Hex, utf8, type Bytes } from "../wire/bytes.ts";
import {
  actAnswers,
  boardAnswer,
  calendarAnswer,
  dutyAnswer,
  forecastAnswer,
  enrolledAnswer,
  factsAnswer,
  gatheredAnswer,
  itemAnswer,
  itemsAnswer,
  meAnswer,
  proofsAnswer,
  severalAnswer,
  startAnswer,
  type ActAnswer,
  type BoardAnswer,
  type CalendarAnswer,
  type DutyAnswer,
  type ForecastAnswer,
  type GatheredAnswer,
  type EnrolledAnswer,
  type ItemAnswer,
  type ItemsAnswer,
  type MeAnswer,
  type ProofsAnswer,
  type SeveralAnswer,
  type SignedAnswer,
  type StartAnswer,
} from "./answers.ts";
import type { ServerEvent } from "./events.ts";
import { ServerRefused } from "./failures.ts";
import type { Shape } from "./shape.ts";
import type { Quality } from "../phone-quality.ts";
import { qualityAnswer, qualityPath } from "./quality.ts";
import { json, type Transport } from "./transport.ts";

/** One act as it is sent: its id, its envelope as JSON text, and the ciphertexts that go with it by hash. */
export type Parcel = {
  readonly id: string;
  readonly envelope: string;
  readonly blobs: ReadonlyMap<string, Bytes>;
};

export const CHUNK_BYTES = 256 * 1024;
/** So many proofs are asked for at once: 25 kB, which also a thin line brings within its time. The service gives up to 64. */
export const PROOFS = 16;
/** So many closed items stand on one page of their list. */
export const CLOSED = 30;

/** Every call checks the shape of its answer; whether what it says is true, the callers check by signature. */
export class Api {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Send an act with its blobs, the same bytes until an answer comes; a stored refusal is an answer too.
   * Throws ServerRefused when nothing was stored, because the act is not as it must be; NotReached when there was no
   * answer: whether it was stored is not known, so send the same again later.
   */
  async send(act: Parcel): Promise<ActAnswer> {
    const document = utf8(`{"acts":[${act.envelope}]}`);
    const { body, kind } = packed(document, act.blobs);
    let found: unknown;
    try {
      found = json(await this.#transport.send("POST", "/v1/acts", body, kind));
    } catch (refused) {
      if (!(refused instanceof ServerRefused) || refused.answers === null) throw refused;
      found = { answers: refused.answers };
    }
    const [answer, ...more] = read(actAnswers, found).answers;
    if (answer?.act !== act.id || more.length > 0) throw malformed();
    return answer;
  }

  /**
   * Send several acts of one gesture in one request, and return their answers in the same order. Throws as `send`: what
   * is not as it must be in one of them is refused for all, and what goes wrong with one afterwards is its own answer.
   */
  async sendAll(acts: readonly Parcel[]): Promise<readonly ActAnswer[]> {
    const [only, ...others] = acts;
    if (only !== undefined && others.length === 0) return [await this.send(only)];
    const document = utf8(`{"acts":[${acts.map((one) => one.envelope).join(",")}]}`);
    const { body, kind } = packed(document, new Map(acts.flatMap((one) => [...one.blobs])));
    const { answers } = read(actAnswers, json(await this.#transport.send("POST", "/v1/acts", body, kind)));
    if (answers.length !== acts.length || answers.some((one, place) => one.act !== acts[place]?.id)) throw malformed();
    return answers;
  }

  /** The proofs of at most `PROOFS` of this person's own acts, unverified; and of which there is none (yet). */
  proofs(acts: readonly string[]): Promise<ProofsAnswer> {
    return this.#get(proofsAnswer, `/v1/proofs?acts=${acts.join(".")}`);
  }

  /** The items this person takes part in, newest first. */
  items(): Promise<ItemsAnswer> {
    return this.#get(itemsAnswer, "/v1/items");
  }

  /** The closed items this person takes part in, the last closed first; `before`: those that follow on this one. */
  closed(before: string | null): Promise<ItemsAnswer> {
    return this.#get(itemsAnswer, `/v1/closed?limit=${CLOSED}${before === null ? "" : `&before=${before}`}`);
  }

  /** What the service says of one item. */
  item(item: string): Promise<ItemAnswer> {
    return this.#get(itemAnswer, `/v1/items/${item}`);
  }

  /** What the service says of several items, in one answer; of one that this person may not read, nothing. */
  several(items: readonly string[]): Promise<SeveralAnswer> {
    return this.#get(severalAnswer, `/v1/several?items=${items.join(".")}`);
  }

  /** How far the items of a flow in one dossier are that this person takes part in, in short. */
  gathered(flow: string, dossier: string): Promise<GatheredAnswer> {
    return this.#get(gatheredAnswer, `/v1/gathered?flow=${flow}&dossier=${dossier}`);
  }

  /** Who this session is, and the role keys sealed for this device. */
  me(): Promise<MeAnswer> {
    return this.#get(meAnswer, "/v1/me");
  }

  /** The ladder that a request of this area would start now. */
  forecast(act: string, scope: string): Promise<ForecastAnswer> {
    return this.#get(forecastAnswer, `/v1/forecast?act=${act}&scope=${scope}`);
  }

  /** The calendar of a version of the policy; null: of the present one. */
  calendar(policy: string | null): Promise<CalendarAnswer> {
    return this.#get(calendarAnswer, `/v1/calendar${policy === null ? "" : `?policy=${policy}`}`);
  }

  /** Who is on duty for a functie (RO-03). */
  duty(functie: string, scope: string): Promise<DutyAnswer> {
    return this.#get(dutyAnswer, `/v1/duty?functie=${functie}&scope=${scope}`);
  }

  /** What stands for who watches; ServerRefused `board.unknown` for anybody else. */
  board(): Promise<BoardAnswer> {
    return this.#get(boardAnswer, "/v1/board");
  }

  /** The signed facts of the directory from position `since` on, in order, unverified. */
  async facts(since: number): Promise<readonly SignedAnswer[]> {
    const found: SignedAnswer[] = [];
    for (let place = since, more = true; more; ) {
      const page = await this.#get(factsAnswer, `/v1/directory?since=${place}`);
      found.push(...page.facts.map((fact) => fact.act));
      more = page.more && page.next > place;
      place = page.next;
    }
    return found;
  }

  /** Open a session and get everything to begin with, in two round trips; facts from position `since` on. */
  async start(since: number): Promise<StartAnswer> {
    return read(startAnswer, await this.#transport.start(since));
  }

  /** Offer a device's public keys on an invitation; safe to repeat with the same keys. */
  async enrol(offer: Readonly<Record<string, string | null>>): Promise<EnrolledAnswer> {
    return read(enrolledAnswer, await this.#transport.postJson("/v1/enrolments", offer, "application/json"));
  }

  /** Send one chunk of a large ciphertext; the same one again changes nothing. */
  async putChunk(name: string, number: number, chunk: Bytes): Promise<void> {
    await this.#transport.read("PUT", `/v1/blobs/${name}/chunks/${number}`, chunk);
  }

  /** All chunks of a ciphertext are there: an act may name it. Safe to repeat. */
  async completeBlob(name: string): Promise<void> {
    await this.#transport.read("POST", `/v1/blobs/${name}/complete`);
  }

  /**
   * One blob of an item, of at most `most` bytes, as it comes: `told` hears how many there are. Throws ServerRefused
   * `blob.mismatch` when another one came.
   */
  async download(item: string, name: string, most: number, told: (bytes: number) => void): Promise<Blob> {
    const blob = await this.#transport.download(`/v1/items/${item}/blobs/${name}`, most, told);
    if ((await sha256Hex(new Uint8Array(await blob.arrayBuffer()))) !== name) throw new ServerRefused(200, "blob.mismatch");
    return blob;
  }

  /** The kwaliteitsmonitor; throws ServerRefused `quality.unknown` for whom it is not. */
  async quality(until: string | null): Promise<Quality> {
    return this.#get(qualityAnswer, qualityPath("/v1/quality", until));
  }

  /** The same as CSV. */
  async qualityCsv(until: string | null): Promise<Bytes> {
    return (await this.#transport.read("GET", qualityPath("/v1/quality.csv", until))).body;
  }

  /** A checkpoint or hash tile of a log, unverified. */
  async logFile(log: string, path: string): Promise<Bytes> {
    return (await this.#transport.send("GET", `/v1/log/${log}/${path}`)).body;
  }

  /** A bundle of leaves, for those who may read them, unverified. */
  async logEntries(log: string, path: string): Promise<Bytes> {
    return (await this.#transport.read("GET", `/v1/log/${log}/${path}`)).body;
  }

  /** What changes for this person, from cursor `last` on; throws as `Transport.events` does. */
  events(last?: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    return this.#transport.events(last, signal);
  }

  async #get<T>(shape: Shape<T>, target: string): Promise<T> {
    return read(shape, json(await this.#transport.read("GET", target)));
  }
}

function read<T>(shape: Shape<T>, document: unknown): T {
  try {
    return shape(document);
  } catch {
    throw malformed();
  }
}

function malformed(): ServerRefused {
  return new ServerRefused(200, "answer.malformed");
}

function packed(document: Bytes, blobs: ReadonlyMap<string, Bytes>): { body: Bytes; kind: string } {
  return blobs.size > 0 ? multipart(document, blobs) : { body: document, kind: "application/json" };
}

function multipart(document: Bytes, parts: ReadonlyMap<string, Bytes>): { body: Bytes; kind: string } {
  const boundary = crypto.randomUUID().replaceAll("-", "");
  const named = new Map([["acts", document], ...parts]);
  const pieces = [...named].flatMap(([name, data]) => {
    const kind = name === "acts" ? "application/json" : "application/octet-stream";
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${kind}\r\n\r\n`;
    return [utf8(head), data, utf8("\r\n")];
  });
  const whole = concat(...pieces, utf8(`--${boundary}--\r\n`));
  return { body: whole, kind: `multipart/form-data; boundary=${boundary}` };
}
