/** Why a request to the service did not do what was asked: no answer at all, or a plain no. */

/** The service gave no answer, time after time; what was to be sent is kept. Call by telephone meanwhile. */
export class NotReached extends Error {
  override readonly name = "NotReached";
}

/**
 * The service said no: `code` is the problem's stable code; `answers` stand there when the refusal was stored, `erasedAt`
 * when what was asked for was erased.
 */
export class ServerRefused extends Error {
  override readonly name = "ServerRefused";
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly answers: unknown;
  readonly erasedAt: string | null;

  constructor(status: number, code: string, field: string | null = null, answers: unknown = null, erasedAt: string | null = null) {
    super(`The service refused this (${status} ${code}); read the problem's code in the API document.`);
    this.status = status;
    this.code = code;
    this.field = field;
    this.answers = answers;
    this.erasedAt = erasedAt;
  }
}

/**
 * Whether sending the same again later may be answered otherwise: unless the service itself said that it stored nothing.
 * What it did not spell (a proxy's page, a time that ran out) tells nothing.
 */
export function mayPass({ status, code }: Pick<ServerRefused, "status" | "code">): boolean {
  const told = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return !told || code === "answer.malformed";
}
