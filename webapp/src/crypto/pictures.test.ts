import { describe, expect, it } from "vitest";
import { refusalCode } from "../refused.ts";
import { concat, utf8, type Bytes } from "../wire/bytes.ts";
import { orientationIn, orientationSegment } from "./orientation.ts";
import { imageParts, withoutMetadata } from "./pictures.ts";

const bytes = (...values: number[]): Bytes => Uint8Array.from(values);
const SECRET = "52.0907N 5.1214E iPhone van V. de Wit";

/** A segment of a JPEG: its marker, its length, its content. */
function segment(marker: number, content: Uint8Array): Bytes {
  const length = content.length + 2;
  return concat(bytes(0xff, marker, length >> 8, length & 0xff), content);
}

function chunk(name: string, content: Uint8Array): Bytes {
  const around = new Uint8Array(4);
  new DataView(around.buffer).setUint32(0, content.length);
  return concat(around, utf8(name), content, bytes(1, 2, 3, 4));
}

const SOI = bytes(0xff, 0xd8);
const EOI = bytes(0xff, 0xd9);
const JFIF = segment(0xe0, concat(utf8("JFIF\0"), bytes(1, 1, 0, 0, 1, 0, 1, 0, 0)));
const ADOBE = segment(0xee, concat(utf8("Adobe"), bytes(0, 100, 0, 0, 0, 0, 1)));
const ICC = segment(0xe2, concat(utf8("ICC_PROFILE\0"), bytes(1, 1), utf8("kleuren")));
const TABLES = concat(segment(0xdb, new Uint8Array(65)), segment(0xc2, new Uint8Array(15)), segment(0xc4, bytes(0, 1)));
const SCAN = concat(segment(0xda, bytes(1, 1, 0, 0, 63, 0)), bytes(7, 0xff, 0, 8, 0xff, 0xd3, 9, 0xff, 0xff, 0xd7, 1));
const THUMBNAIL = segment(0xe0, concat(utf8("JFIF\0"), bytes(1, 1, 0, 0, 1, 0, 1, 1, 1), utf8("abc")));
const HIDDEN = [
  segment(0xe1, concat(utf8("Exif\0\0"), utf8(SECRET))),
  segment(0xe1, utf8(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
  segment(0xe2, utf8(`MPF\0${SECRET}`)),
  segment(0xed, utf8(`Photoshop 3.0\0${SECRET}`)),
  segment(0xe0, utf8(`JFXX\0${SECRET}`)),
  segment(0xef, utf8(SECRET)),
  segment(0xfe, utf8(SECRET)),
  THUMBNAIL,
];
const TRAILER = concat(utf8(SECRET), SOI, ...HIDDEN);
const BARE_JPEG = concat(SOI, JFIF, ICC, ADOBE, TABLES, SCAN, segment(0xc4, bytes(0, 2)), SCAN, EOI);
const JPEG = concat(
  SOI, JFIF, ...HIDDEN, ICC, bytes(0xff), ADOBE, ...HIDDEN, TABLES, SCAN, ...HIDDEN, segment(0xc4, bytes(0, 2)), SCAN,
  EOI,
  TRAILER,
);
const PNG = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BARE_PNG = concat(
  PNG, chunk("IHDR", new Uint8Array(13)), chunk("gAMA", new Uint8Array(4)), chunk("pHYs", new Uint8Array(9)),
  chunk("PLTE", new Uint8Array(3)), chunk("tRNS", bytes(0)), chunk("IDAT", utf8("een")), chunk("IDAT", utf8("twee")),
  chunk("IEND", bytes()),
);
const FULL_PNG = concat(
  PNG, chunk("IHDR", new Uint8Array(13)), chunk("tEXt", utf8(SECRET)), chunk("gAMA", new Uint8Array(4)),
  chunk("eXIf", utf8(SECRET)), chunk("pHYs", new Uint8Array(9)), chunk("iTXt", utf8(SECRET)),
  chunk("zTXt", utf8(SECRET)),
  chunk("PLTE", new Uint8Array(3)), chunk("tRNS", bytes(0)), chunk("tIME", new Uint8Array(7)),
  chunk("IDAT", utf8("een")), chunk("IDAT", utf8("twee")), chunk("prVt", utf8(SECRET)), chunk("IEND", bytes()),
  utf8(SECRET),
);

async function bare(file: Uint8Array<ArrayBuffer>): Promise<Bytes> {
  return new Uint8Array(await (await withoutMetadata(new Blob([file]), "bijlage")).arrayBuffer());
}

describe("what stands beside an image", () => {
  it("goes out of a JPEG, also between its scans and behind its end", async () => {
    expect(await bare(JPEG)).toEqual(BARE_JPEG);
  });
  it("goes out of a PNG, also behind its end", async () => {
    expect(await bare(FULL_PNG)).toEqual(BARE_PNG);
  });
  it.each([["JPEG", BARE_JPEG], ["PNG", BARE_PNG]])("leaves a bare %s as it is", async (_, picture) => {
    expect(imageParts(picture)).toEqual([{ start: 0, end: picture.length }]);
    expect(await bare(picture)).toEqual(picture);
  });
  it("leaves what is no picture as it is", async () => {
    for (const other of [utf8("%PDF-1.7"), bytes(), bytes(0xff), PNG.slice(0, 7)]) {
      expect(imageParts(other)).toBeNull();
      expect(await bare(other)).toEqual(other);
    }
  });
  it("says of a picture what its bytes are, whatever it was called", async () => {
    expect((await withoutMetadata(new Blob([JPEG], { type: "text/html" }), "x.html")).type).toBe("image/jpeg");
    expect((await withoutMetadata(new Blob([FULL_PNG]), "x")).type).toBe("image/png");
    expect((await withoutMetadata(new Blob(["woorden"], { type: "text/plain" }), "x.txt")).type).toBe("text/plain");
  });
});

describe("a picture of another kind", () => {
  const box = (brand: string): Bytes => concat(bytes(0, 0, 0, 24), utf8(`ftyp${brand}`), utf8(SECRET));
  const KINDS: [string, Bytes, string][] = [
    ["HEIC", box("heic"), ""],
    ["AVIF", box("avif"), "application/octet-stream"],
    ["WebP", concat(utf8("RIFF"), bytes(1, 2, 3, 4), utf8("WEBP"), utf8(SECRET)), ""],
    ["GIF", utf8(`GIF89a${SECRET}`), ""],
    ["TIFF", concat(utf8("II*\0"), utf8(SECRET)), ""],
    ["TIFF, big end first", concat(utf8("MM\0*"), utf8(SECRET)), ""],
    ["one that only its type says", utf8(SECRET), "image/x-new"],
    ["JPEG XL", concat(bytes(0xff, 0x0a), utf8(SECRET)), ""],
    ["JPEG XL in a container", concat(bytes(0, 0, 0, 12), utf8("JXL \r\n"), bytes(0x87, 10), utf8(SECRET)), ""],
    ["JPEG 2000", concat(bytes(0, 0, 0, 12), utf8("jP  \r\n"), bytes(0x87, 10), utf8(SECRET)), ""],
    ["JPEG XR", concat(utf8("II"), bytes(0xbc, 1), utf8(SECRET)), ""],
    ["CR3", box("crx "), ""],
    ["heif", box("heif"), ""],
    ["hevs", box("hevs"), ""],
    ["miaf", box("miaf"), ""],
    ["a first word that nobody knows yet", box("zzzz"), ""],
    ["HEIC that first calls itself a film", concat(bytes(0, 0, 0, 24), utf8("ftypisom"), bytes(0, 0, 0, 0), utf8("mp41heic"), utf8(SECRET)), ""],
    ["BigTIFF", concat(utf8("II+\0"), utf8(SECRET)), ""],
    ["BigTIFF, big end first", concat(utf8("MM\0+"), utf8(SECRET)), ""],
    ["ORF", utf8(`IIRO${SECRET}`), ""],
    ["RW2", utf8(`IIU\0${SECRET}`), ""],
    ["RAF", utf8(`FUJIFILMCCD-RAW ${SECRET}`), ""],
    ["X3F", utf8(`FOVb${SECRET}`), ""],
    ["Photoshop", utf8(`8BPS${SECRET}`), ""],
    ["BMP", concat(utf8("BM"), bytes(1, 2, 3, 4, 0, 0, 0, 0), utf8(SECRET)), ""],
    ["JPEG behind a stray byte", concat(bytes(0), JPEG), ""],
    ["JPEG behind a byte order mark", concat(bytes(0xef, 0xbb, 0xbf), JPEG), ""],
    ["PNG behind an empty line", concat(utf8("\r\n"), FULL_PNG), ""],
  ];
  const NAMES = ["foto.jpg", "FOTO.HEIC", "foto.dng", "a.b.jxl", "foto.raw ", "foto.tiff..", "tekening.svg"];
  it.each(KINDS)("is drawn anew, which leaves the image alone: %s", async (_kind, picture, type) => {
    const seen: Blob[] = [];
    const drawn = new Blob([BARE_JPEG], { type: "image/jpeg" });
    const given = new Blob([picture], { type });
    expect(await withoutMetadata(given, "bijlage", async (one) => (seen.push(one), drawn))).toBe(drawn);
    expect(seen).toEqual([given]);
  });
  it.each(KINDS)("goes nowhere when it cannot be drawn: %s", async (_kind, picture, type) => {
    const cannot = (): Promise<Blob> => Promise.reject(new DOMException("no such decoder", "InvalidStateError"));
    await expect(withoutMetadata(new Blob([picture], { type }), "bijlage", cannot)).rejects.toMatchObject({ code: "attachment.kind" });
  });
  it.each(NAMES)("is never sent as it is when only its name says so: %s", async (name) => {
    const given = new Blob([utf8(SECRET)], { type: "" });
    const drawn = new Blob([BARE_JPEG], { type: "image/jpeg" });
    expect(await withoutMetadata(given, name, async () => drawn)).toBe(drawn);
    await expect(withoutMetadata(given, name, () => Promise.reject(new Error()))).rejects.toMatchObject({ code: "attachment.kind" });
  });
  it("is not seen in a film, a text or a document", async () => {
    const others = [
      ...["isom", "iso5", "mp42", "qt  ", "M4A ", "3gp5"].map(box),
      ...["RIFF1234WAVE", "%PDF-1.7 ftypheic", "II. Wat er is gebeurd", "MM", "BM heeft gebeld om 3 uur", "GIF", "PK\x03\x04"].map(utf8),
      concat(utf8("%PDF-1.4\n1 0 obj <</Type/XObject/Subtype/Image/Filter/DCTDecode/Width 9>> stream\n"), JPEG),
      concat(utf8("ID3\x03\0\0\0\0\0\0APIC......\0image/jpeg\0\x03\0"), JPEG),
    ];
    for (const other of others) {
      expect(await bare(other)).toEqual(other);
    }
  });
});

describe("which way up a photo goes", () => {
  /** An Exif segment as a phone writes it: the orientation among other things, little end first. */
  const phone = (orientation: number): Bytes =>
    segment(0xe1, concat(
      utf8("Exif\0\0II*\0"), bytes(8, 0, 0, 0, 2, 0, 0x0f, 1, 2, 0, 4, 0, 0, 0, 65, 66, 67, 0),
      bytes(0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0), utf8(SECRET),
    ));
  const photo = (orientation: number): Bytes =>
    concat(SOI, bytes(0xff), JFIF, phone(orientation), ...HIDDEN, TABLES, SCAN, EOI);

  it.each([2, 3, 4, 5, 6, 7, 8])("is kept, and nothing beside it: %i", async (orientation) => {
    const kept = await bare(photo(orientation));
    const expected = concat(SOI, orientationSegment(orientation), JFIF, TABLES, SCAN, EOI);
    expect(kept).toEqual(expected);
    expect(orientationIn(kept.subarray(6))).toBe(orientation);
    expect(await bare(kept)).toEqual(expected);
  });
  it.each([0, 1, 9])("is left out where it says nothing: %i", async (orientation) => {
    expect(await bare(photo(orientation))).toEqual(concat(SOI, JFIF, TABLES, SCAN, EOI));
  });
  it("is never read beyond its segment, wherever that is cut", () => {
    const whole = phone(6).subarray(4);
    const read = Array.from(whole, (_, length) => orientationIn(whole.subarray(0, length)));
    expect(new Set(read)).toEqual(new Set([null, 6]));
    expect(read.indexOf(6)).toBe(6 + 8 + 2 + 12 + 10);
  });
});

describe("a picture that cannot be followed to its end", () => {
  const whole = [["JPEG", JPEG.slice(0, -TRAILER.length)], ["PNG", FULL_PNG.slice(0, -SECRET.length)]] as const;
  it.each(whole)(
    "is refused wherever a %s is cut, and never passed on with what stands beside it",
    (_, picture) => {
      for (let length = 8; length < picture.length; length++) {
        expect(codeOf(picture.slice(0, length))).toBe("attachment.picture");
      }
      expect(codeOf(picture)).toBeNull();
    },
  );
  it.each([
    concat(SOI, utf8("tekst")),
    concat(SOI, bytes(0xff, 0xe1, 0, 1), EOI),
    concat(SOI, bytes(0xff, 0x00), EOI),
    concat(SOI, SOI, EOI),
    concat(PNG, chunk("I\0DR", bytes()), chunk("IEND", bytes())),
    concat(PNG, bytes(0xff, 0xff, 0xff, 0xff), utf8("IHDR"), new Uint8Array(20)),
  ])("is refused when its parts are none, case %#", (picture) => {
    expect(codeOf(picture)).toBe("attachment.picture");
  });
});

function codeOf(picture: Uint8Array): string | null {
  try {
    imageParts(picture);
    return null;
  } catch (wrong) {
    return refusalCode(wrong);
  }
}
