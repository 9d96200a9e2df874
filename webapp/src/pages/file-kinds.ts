/** What may be done with an attachment: few kinds are shown, some are saved as what they are, all others as bytes alone. */

/** How a file is shown (null: only saved), under which name and as what kind it is saved. */
export type FileKind = { readonly show: "image" | "text" | null; readonly name: string; readonly type: string };

type Row = readonly [type: string, show: FileKind["show"], ...endings: string[]];

/** Nothing here can run in a browser: no HTML, SVG, XML or script, whatever its sender called it. */
const KINDS: readonly Row[] = [
  ["image/jpeg", "image", "jpg", "jpeg"],
  ["image/png", "image", "png"],
  ["image/gif", "image", "gif"],
  ["image/webp", "image", "webp"],
  ["text/plain", "text", "txt"],
  ["text/csv", null, "csv"],
  ["application/pdf", null, "pdf"],
  ["application/zip", null, "zip"],
  ["application/msword", null, "doc"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", null, "docx"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", null, "xlsx"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", null, "pptx"],
  ["application/vnd.oasis.opendocument.text", null, "odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", null, "ods"],
  ["audio/mpeg", null, "mp3"],
  ["audio/mp4", null, "m4a"],
  ["video/mp4", null, "mp4"],
  ["video/quicktime", null, "mov"],
];
const UNKNOWN: Row = ["application/octet-stream", null, "bin"];
const LONGEST = 120;

/** By the kind that the sender named; one without a name of its kind gets an ending that says so. */
export function fileKind(name: string, type: string): FileKind {
  const [plain = ""] = type.toLowerCase().split(";");
  const [named, show, ...endings] = KINDS.find(([one]) => one === plain.trim()) ?? UNKNOWN;
  // What a file system takes for a path, a command or a direction of writing has no place in a name.
  const clean = name.replaceAll(/[^\p{L}\p{N} ._()-]/gu, "_").replace(/^[. ]+/, "").slice(-LONGEST);
  const ending = clean.slice(clean.lastIndexOf(".") + 1).toLowerCase();
  return { show, type: named, name: endings.includes(ending) && clean.includes(".") ? clean : `${clean}.${endings[0] ?? ""}` };
}
