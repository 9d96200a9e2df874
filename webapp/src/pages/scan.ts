/** Scans the QR code of an invitation with the camera at the back; the camera stops as soon as one was read, or left. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { button } from "../components/button.ts";
import { notice } from "../components/notice.ts";
import { qrReader } from "../components/qr-reader.ts";
import { say } from "../words/words.ts";

const PAUSE = 150;
const INVITATION = "#uitnodiging=";

/** Why there is no picture: the person or the browser said no, or there is no camera. */
type Fault = "scan.refused" | "scan.none" | null;

/** Tells of the link that was read with an event `scanned`. */
export class ScanInvitation extends LitElement {
  static override properties = { stream: { state: true }, fault: { state: true }, other: { state: true } };
  declare stream: MediaStream | undefined;
  declare fault: Fault;
  /** A QR code was read that is no invitation. */
  declare other: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.fault = null;
    this.other = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override render(): TemplateResult {
    if (this.stream === undefined) {
      return html`${this.fault === null ? nothing : notice("warning", say(this.fault), html`<p>${say("scan.paste")}</p>`)}
        ${button("primary", say("scan.do"), () => void this.start(), "camera")}`;
    }
    return html`<p role="status">${say(this.other ? "scan.other" : "scan.aim")}</p>
      <video class="scan" playsinline muted aria-label=${say("scan.picture")}></video>
      ${button("secondary", say("scan.stop"), () => this.stop())}`;
  }

  private async start(): Promise<void> {
    this.fault = null;
    this.other = false;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch (wrong) {
      this.fault = wrong instanceof DOMException && wrong.name === "NotAllowedError" ? "scan.refused" : "scan.none";
      return;
    }
    if (!this.isConnected) return this.stop();
    await this.updateComplete;
    const video = this.querySelector("video");
    if (video === null) return;
    video.srcObject = this.stream; // not by the template, which would set it anew, and so stop it, at every change
    await video.play().catch(() => undefined);
    await this.look(video);
  }

  private async look(video: HTMLVideoElement): Promise<void> {
    const read = await qrReader();
    const once = async (): Promise<void> => {
      if (this.stream === undefined) return;
      const text = await read(video);
      if (text?.includes(INVITATION) === true && this.stream !== undefined) {
        this.stop();
        this.dispatchEvent(new CustomEvent<string>("scanned", { detail: text, bubbles: true }));
        return;
      }
      this.other ||= text !== null;
      this.timer = setTimeout(() => void once(), PAUSE);
    };
    await once();
  }

  private stop(): void {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
  }
}

customElements.define("scan-invitation", ScanInvitation);
