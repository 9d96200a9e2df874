/** On a phone whose clock is wrong the last contact stands beside moments of the service: so by its clock. */

import { expect, test } from "vitest";

import { asServed } from "./line.ts";

test.each([
  [0, "2026-03-10T13:32:20.000Z"],
  [7_200_000, "2026-03-10T15:32:20.000Z"],
  [-61_000, "2026-03-10T13:31:19.000Z"],
])("with the service %i ms ahead it was at %s", (skew, since) =>
  expect(asServed({ state: "unreachable", since: "2026-03-10T13:32:20.000Z" }, skew)).toEqual({ state: "unreachable", since }),
);

test("who never had contact has none by any clock", () => expect(asServed({ state: "trying", since: null }, 9)).toEqual({ state: "trying", since: null }));
