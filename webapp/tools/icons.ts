/** Draws the app's icons, `node tools/icons.ts`: a neutral bell on a plain ground, without a word or a coat of arms. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

const GROUND = [0x0b, 0x4a, 0x8f] as const;
const INK = [0xff, 0xff, 0xff] as const;
const FOLDER = join(import.meta.dirname, "..", "public");
const FINE = 4;

/** Whether a point of the unit square is ink: a dome, a rim and a clapper, within the safe zone of a masked icon. */
function inked(x: number, y: number): boolean {
  const dome = y >= 0.28 && y <= 0.62 && Math.abs(x - 0.5) <= (y < 0.44 ? Math.sqrt(Math.max(0, 0.0256 - (y - 0.44) ** 2)) : 0.16 + (y - 0.44) * 0.2);
  const rim = y > 0.62 && y <= 0.67 && Math.abs(x - 0.5) <= 0.24;
  const clapper = (x - 0.5) ** 2 + (y - 0.71) ** 2 <= 0.0025 && y > 0.69;
  return dome || rim || clapper;
}

function pixel(px: number, py: number, size: number): number[] {
  let hits = 0;
  for (let i = 0; i < FINE * FINE; i += 1) {
    const x = (px + ((i % FINE) + 0.5) / FINE) / size;
    const y = (py + (Math.floor(i / FINE) + 0.5) / FINE) / size;
    if (inked(x, y)) hits += 1;
  }
  const part = hits / (FINE * FINE);
  return GROUND.map((from, index) => Math.round(from + ((INK[index] ?? 0) - from) * part));
}

function png(size: number): Buffer {
  const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => pixel(x, y, size)).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.from(rows.flat()), { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "ascii"), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#0b4a8f"/><path fill="#fff" d="M34 44a16 16 0 0 1 32 0l3.600 18H74v5H26v-5h4.400zM45 69h10a5 5 0 0 1-10 2z"/></svg>\n`;

for (const size of [180, 192, 512]) writeFileSync(join(FOLDER, `icon-${size}.png`), png(size));
writeFileSync(join(FOLDER, "icon.svg"), SVG);
