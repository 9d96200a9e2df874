/** Takes out of a picture what its maker's device wrote beside the image: place, time, device, thumbnails, comments. */

import { Refused } from "../refused.ts";
import { orientationIn, orientationSegment } from "./orientation.ts";
import { isPicture } from "./picture-kinds.ts";

/** A part of a file that stays, from `start` up to `end`. */
export type Part = { readonly start: number; readonly end: number };

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const PNG_AROUND = 12;
/** What a PNG needs to look as it did; every other part that may be left out is left out. */
const PNG_LOOKS = new Set(
  "tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT".split(" "),
);

const [SOI, EOI, SOS, COMMENT, APP0, APP1, APP2, APP14, APP15, RST0, RST7, TEM] = [
  0xd8, 0xd9, 0xda, 0xfe, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xd0, 0xd7, 0x01,
] as const;
/** The parts of an application that a JPEG needs to look as it did, by the text they begin with. */
const JPEG_LOOKS = new Map<number, string>([
  [APP0, "JFIF\0"],
  [APP2, "ICC_PROFILE\0"],
  [APP14, "Adobe"],
]);
const PLAIN_JFIF_BYTES = 18;

/**
 * The parts of a JPEG or PNG that are the image itself; null when the bytes are neither. Everything behind the end of
 * the image goes too: that is where phones hide films and further pictures. Throws Refused `attachment.picture` when
 * it begins as a picture and cannot be followed to its end: then nothing vouches that the rest is image.
 */
export function imageParts(bytes: Uint8Array): readonly Part[] | null {
  if (bytes[0] === 0xff && bytes[1] === SOI) return joined(jpegParts(bytes));
  if (PNG.every((byte, at) => bytes[at] === byte)) return joined(pngParts(bytes));
  return null;
}

/** Draws a picture anew, as a JPEG; throws when it cannot. */
export type Redraw = (picture: Blob) => Promise<Blob>;

/**
 * The file without what stands beside the image, save which way up it goes. Another kind of picture than JPEG or PNG
 * is drawn anew, which leaves nothing but the image; what is no picture, also by its name, is the file itself. Throws as
 * `imageParts`, and Refused `attachment.kind` for a picture that cannot be drawn here.
 */
export async function withoutMetadata(file: Blob, name: string, redraw: Redraw = redrawn): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts = imageParts(bytes);
  if (parts === null) return isPicture(bytes, name, file.type) ? drawn(file, redraw) : file;
  const [first = file, ...rest] = parts.map(({ start, end }) => file.slice(start, end));
  const orientation = orientationOf(bytes);
  const kept = orientation === null ? [] : [orientationSegment(orientation)];
  const cut = kept.length === 0 ? first.size : 2; // behind the two bytes with which a JPEG begins
  const type = bytes[0] === PNG[0] ? "image/png" : "image/jpeg";
  return new Blob([first.slice(0, cut), ...kept, first.slice(cut), ...rest], { type });
}

async function drawn(file: Blob, redraw: Redraw): Promise<Blob> {
  try {
    return await redraw(file);
  } catch {
    throw new Refused("attachment.kind", "This kind of picture cannot be drawn here; send it as a JPEG or PNG.");
  }
}

async function redrawn(picture: Blob): Promise<Blob> {
  const image = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  image.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}

/** The orientation that the first segment of a JPEG to name one names, where that is not the ordinary one. */
function orientationOf(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0xff) return null;
  for (const { marker, start, end } of segments(bytes)) {
    const found = marker === APP1 ? orientationIn(bytes.subarray(start + 4, end)) : null;
    if (found !== null) return found === 1 ? null : found;
  }
  return null;
}

function* pngParts(bytes: Uint8Array): Generator<Part> {
  yield { start: 0, end: PNG.length };
  let start: number = PNG.length;
  for (let name = ""; name !== "IEND"; ) {
    if (start + PNG_AROUND > bytes.length) throw broken();
    const size = view(bytes).getUint32(start);
    name = ascii(bytes, start + 4, 4);
    const end = start + PNG_AROUND + size;
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(name)) throw broken();
    if (/^[A-Z]/.test(name) || PNG_LOOKS.has(name)) yield { start, end };
    start = end;
  }
}

function* jpegParts(bytes: Uint8Array): Generator<Part> {
  yield { start: 0, end: 2 };
  for (const { marker, start, end } of segments(bytes)) if (isImage(bytes, marker, start, end)) yield { start, end };
}

/** Every segment of a JPEG up to and with the one that ends it; the data of a scan goes with the segment before it. */
function* segments(bytes: Uint8Array): Generator<Part & { readonly marker: number }> {
  for (let start = 2; ; ) {
    const marker = bytes[start + 1];
    if (bytes[start] !== 0xff || marker === undefined || marker === SOI || marker === 0) throw broken();
    if (marker === 0xff) {
      start += 1; // a byte of filling, which may stand before any marker
      continue;
    }
    const head = standsAlone(marker) ? start + 2 : start + 2 + lengthAt(bytes, start + 2);
    const end = marker === SOS ? endOfScan(bytes, head) : head;
    if (end > bytes.length) throw broken();
    yield { marker, start, end };
    if (marker === EOI) return;
    start = end;
  }
}

function standsAlone(marker: number): boolean {
  return marker === EOI || marker === TEM || (marker >= RST0 && marker <= RST7);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  if (at + 2 > bytes.length) throw broken();
  const length = view(bytes).getUint16(at);
  if (length < 2) throw broken();
  return length;
}

function isImage(bytes: Uint8Array, marker: number, start: number, end: number): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  const begins = JPEG_LOOKS.get(marker);
  if (begins === undefined || ascii(bytes, start + 4, begins.length) !== begins) return false;
  return marker !== APP0 || end - start === PLAIN_JFIF_BYTES; // a longer one holds a thumbnail
}

/** Where the data of a scan ends: at the next marker that is not a restart of the same scan. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    const stays = next === 0 || next === 0xff || (next !== undefined && next >= RST0 && next <= RST7);
    if (next !== undefined && !stays) return at;
  }
  throw broken();
}

/** Parts that touch, as one. */
function joined(parts: Iterable<Part>): readonly Part[] {
  const found: Part[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last?.end === part.start) found[found.length - 1] = { start: last.start, end: part.end };
    else found.push(part);
  }
  return found;
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function broken(): Refused {
  const sentence = "The picture is damaged, so what stands beside the image cannot be taken out; send another.";
  return new Refused("attachment.picture", sentence);
}
