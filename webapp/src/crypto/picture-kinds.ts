/** Tells whether a file is a picture, by all that can say so: its first bytes, its name, and what the browser calls it. */

/** How far is looked; a picture that says what it is says so before this. */
const LOOKED = 256;

/** What a picture of some kind begins with. JPEG XL, JPEG 2000 and XR, TIFF and the raw kinds of cameras among them. */
const STARTS = new RegExp(
  [
    "GIF8",
    "RIFF....WEBP",
    "BM....\\0{4}",
    "8BPS",
    "\\xff\\x0a",
    "\\0\\0\\0\\x0c(JXL |jP  )",
    "\\xff\\x4f\\xff\\x51",
    "II[*+U]\\0|MM\\0[*+U]|IIR[OS]|MMOR|II\\xbc|II\\x1a\\0\\0\\0HEAP",
    "FUJIFILM",
    "FOVb",
    "\\0MRM",
    "[\\x8a\\x8b][MJ]NG",
    "\\0\\0[\\x01\\x02]\\0",
    "v\\/1\\x01",
  ].map((start) => `^(${start})`).join("|"),
  "s",
);
/** A JPEG or PNG behind stray bytes. Music may have one there too, that of its cover. */
const STRAY = /^(?!ID3).{1,64}(\xff\xd8\xff|\x89PNG\r\n)/s;
/** The first word of a film or sound; every other one in its place is of a picture, or may be. */
const FILMS = /^(isom|iso[2-9]|mp4[12]|mp71|avc1|qt  |M4[ABPV] |M4V[HP]|3g[2egprs].|dash|MSNV|mmp4|f4[abpv] |XAVC|NDAS)$/;
/** The further words that pictures of this form have. */
const STILLS = /^(mif[12]|msf1|hei.|hev.|miaf|MiH.|MA1.|avi[fos]|crx |jxl )$/;
const ENDINGS = new Set(
  (
    "jpg jpeg jpe jfif jif mpo png apng gif webp bmp dib ico cur tif tiff btf tf8 heic heics heif heifs hif avci avif avifs " +
    "jxl jp2 j2k jpf jpx jpm j2c jpc jph jxr hdp wdp svg svgz psd psb xcf exr hdr mng jng pcx tga qoi dng cr2 cr3 crw nef nrw " +
    "arw srf sr2 orf ori rw2 raw rwl raf pef ptx srw x3f mrw mef mos iiq erf kdc dcr k25 dcs 3fr fff gpr bay cap eip"
  ).split(" "),
);

/** Whether this is, or may be, a picture: then nothing of it but its image may leave the phone. */
export function isPicture(bytes: Uint8Array, name: string, type: string): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, LOOKED));
  const ending = /\.([^.]+)[. ]*$/.exec(name.toLowerCase())?.[1]?.trim() ?? "";
  return type.toLowerCase().startsWith("image/") || ENDINGS.has(ending) || STARTS.test(start) || STRAY.test(start) || isStill(start);
}

/** The form that pictures share with films: a first word, a number, and further words up to the length at its start. */
function isStill(start: string): boolean {
  if (start.slice(4, 8) !== "ftyp") return false;
  if (!FILMS.test(start.slice(8, 12))) return true;
  const further = start.slice(16, start.charCodeAt(2) * 256 + start.charCodeAt(3));
  return (further.match(/.{4}/gs) ?? []).some((word) => STILLS.test(word));
}
