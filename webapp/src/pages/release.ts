/** Which app this is, and whether founders signed it, as this device can know it. */

import { html, nothing, type TemplateResult } from "lit";

import { notice } from "../components/notice.ts";
import type { Release } from "../phone.ts";
import { say } from "../words/words.ts";
import { Page } from "./page.ts";

/** So much of the hash as people compare by voice. */
const MARK = 16;

export class ReleasePart extends Page {
  static override properties = { ...Page.properties, release: { state: true } };
  declare release: Release | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => (this.release = await this.phone.release()));
  }

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="release">
      <h2 id="release" class="heading-2">${say("release.title")}</h2>
      ${this.failure()} ${this.release === undefined ? nothing : told(this.release)}
    </section>`;
  }
}

function told({ stand, files, number }: Release): TemplateResult {
  const mark = files === null ? nothing : html`<p class="quiet">${say("release.files", { files: spaced(files) })}</p>`;
  if (stand === "unknown") return html`${notice("error", say("release.unknown"), html`<p>${say("release.unknown.detail")}</p>`)} ${mark}`;
  return html`<p>${say(`release.${stand}`, { number: number ?? "" })}</p>${mark}`;
}

function spaced(files: string): string {
  return (files.slice(0, MARK).match(/.{4}/g) ?? []).join(" ");
}

customElements.define("page-release", ReleasePart);
