import { describe, expect, it } from "vitest";
import { fromHex, hex, utf8, type Bytes } from "../wire/bytes.ts";
import { consistencyProof, verifyConsistency } from "./proofs.ts";
import { emptyRoot, leafHash, perfectRoot, RunningTree } from "./tree.ts";

/** The leaves and roots with which implementations of RFC 6962 test themselves. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

async function hashes(): Promise<Bytes[]> {
  return Promise.all(LEAVES.map((leaf) => leafHash(fromHex(leaf))));
}

describe("an RFC 6962 tree", () => {
  it("has the known roots", async () => {
    const tree = new RunningTree();
    expect(hex(await emptyRoot())).toBe(ROOTS[0]);
    for (const [at, hashed] of (await hashes()).entries()) {
      await tree.append(hashed);
      expect([tree.size, hex(await tree.root())]).toEqual([at + 1, ROOTS[at + 1]]);
    }
    expect(hex(await perfectRoot(await hashes()))).toBe(ROOTS[8]);
  });

  it("proves that it grew, and proves no other past", async () => {
    const all = await hashes();
    const hashAt = (level: number, index: number) => perfectRoot(all.slice(index << level, (index + 1) << level));
    for (let older = 0; older <= 8; older++) {
      for (let newer = older; newer <= 8; newer++) {
        const proof = await consistencyProof(older, newer, hashAt);
        const roots = [older, newer].map((size) => fromHex(ROOTS[size] ?? ""));
        const [before, after] = roots as [Bytes, Bytes];
        await verifyConsistency(older, newer, proof, before, after);
        const other = await leafHash(utf8("another past"));
        await expect(verifyConsistency(older, newer, proof, other, after)).rejects.toMatchObject({ code: "audit.proof" });
      }
    }
  });
});
