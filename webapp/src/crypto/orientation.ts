/** Which way up a photo goes: the one thing beside its image that is kept, written anew and alone. */

import { concat, utf8, type Bytes } from "../wire/bytes.ts";

const EXIF = "Exif\0\0";
const TAG = 0x0112;
const SHORT = 3;
const LITTLE = 0x4949;
const BIG = 0x4d4d;
const ENTRY_BYTES = 12;

/**
 * The orientation (1 to 8) that a segment of a JPEG names; null when it names none. `segment` begins behind the
 * segment's length; nothing in it is trusted, and nothing else of it is read.
 */
export function orientationIn(segment: Uint8Array): number | null {
  if (String.fromCharCode(...segment.subarray(0, EXIF.length)) !== EXIF) return null;
  const tiff = segment.subarray(EXIF.length);
  try {
    return readOrientation(new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength));
  } catch {
    return null; // a damaged segment names nothing
  }
}

/** The whole segment that says this orientation and nothing more. */
export function orientationSegment(orientation: number): Bytes {
  const tiff = new DataView(new ArrayBuffer(26));
  tiff.setUint16(0, BIG);
  tiff.setUint16(2, 42);
  tiff.setUint32(4, 8);
  tiff.setUint16(8, 1);
  tiff.setUint16(10, TAG);
  tiff.setUint16(12, SHORT);
  tiff.setUint32(14, 1);
  tiff.setUint16(18, orientation);
  const content = concat(utf8(EXIF), new Uint8Array(tiff.buffer));
  return concat(Uint8Array.of(0xff, 0xe1, 0, content.length + 2), content);
}

/** Throws RangeError where the view ends before what it promises. */
function readOrientation(tiff: DataView): number | null {
  const order = tiff.getUint16(0);
  if (order !== LITTLE && order !== BIG) return null;
  const little = order === LITTLE;
  const directory = tiff.getUint32(4, little);
  const entries = tiff.getUint16(directory, little);
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (tiff.getUint16(at, little) !== TAG) continue;
    const value = tiff.getUint16(at + 8, little);
    return tiff.getUint16(at + 2, little) === SHORT && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
