/** Answers the calls of a page in the worker: a value, or the code of what went wrong. */

import { whyOf } from "./problems.ts";
import { MANY_METHODS, METHODS, type Answer, type Call, type ManyMethod, type Method } from "./rpc.ts";

type Answers<Name extends string> = { readonly [Each in Name]: (...args: never[]) => Promise<unknown> };

/** Whoever answers calls; `many` answers those about many items at once. */
export type Served = Answers<Method> & { readonly many?: Answers<ManyMethod> };

/** Answer one call of a page; never throws. */
export async function answer(served: Served, call: Call): Promise<Answer> {
  try {
    const [method, more] = [METHODS.find((name) => name === call.method), MANY_METHODS.find((name) => name === call.method)];
    const [asked, of] = method === undefined ? [more && served.many?.[more], served.many] : [served[method], served];
    if (asked === undefined) return { id: call.id, code: "internal" };
    const value = await (asked as (...args: unknown[]) => Promise<unknown>).apply(of, [...call.args]);
    return { id: call.id, value };
  } catch (wrong) {
    return { id: call.id, ...whyOf(wrong) };
  }
}
