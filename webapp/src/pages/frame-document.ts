/**
 * The one document that a frame shows: an image, or text, in a page of our own. Browsers dress up a bare image or text
 * with styles that the app's policy forbids; and no byte of an attachment is ever read as a page.
 */

/** So many bytes of a text are shown; a page of many megabytes would hold up the whole app. */
export const SHOWN_TEXT = 256 * 1024;

/** A page with the image that is found at this address. */
export function imageDocument(address: string, name: string): Blob {
  return page(name, `<img src="${escaped(address)}" alt="${escaped(name)}" width="100%">`);
}

/** A page with the first `SHOWN_TEXT` of these bytes as text in UTF-8: what stands there is shown as it is, and wraps. */
export async function textDocument(data: Blob, name: string): Promise<Blob> {
  const begun = await data.slice(0, SHOWN_TEXT).arrayBuffer();
  // Told that more would come, it leaves out a sign of which the end was cut off, and keeps one that is broken by itself.
  const text = new TextDecoder().decode(begun, { stream: data.size > SHOWN_TEXT });
  const spaced = escaped(text).replaceAll("\t", "    ").replaceAll("  ", " &nbsp;");
  return page(name, `<p>${spaced.replaceAll(/\r\n|\r|\n/g, "<br>")}</p>`);
}

function page(name: string, body: string): Blob {
  const head = `<!doctype html><html lang=""><meta charset="utf-8"><title>${escaped(name)}</title>`;
  return new Blob([head, `<body bgcolor="#ffffff" text="#000000">${body}`], { type: "text/html;charset=utf-8" });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
