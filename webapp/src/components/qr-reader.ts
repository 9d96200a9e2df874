/** Reads QR codes out of a moving picture: with the browser's own reader, else with one of ours, fetched when needed. */

/** Gives the text of a QR code in the picture as it is now, or null. */
export type QrReader = (video: HTMLVideoElement) => Promise<string | null>;

type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> };
type Detectors = { new (how: { formats: string[] }): Detector; getSupportedFormats(): Promise<readonly string[]> };

const FORMAT = "qr_code";
/** Wide enough for a code held before the camera, small enough for an old phone to look at often. */
const WIDTH = 720;

/** The reader of this browser, or ours. */
export async function qrReader(): Promise<QrReader> {
  const own = (globalThis as { BarcodeDetector?: Detectors }).BarcodeDetector;
  if (own !== undefined && (await formatsOf(own)).includes(FORMAT)) {
    const detector = new own({ formats: [FORMAT] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
  }
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (drawing === null || video.videoWidth === 0) return null;
    const scale = Math.min(1, WIDTH / video.videoWidth);
    [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(drawing.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return null; // no code in sight, or none that can be read
    }
  };
}

async function formatsOf(detectors: Detectors): Promise<readonly string[]> {
  try {
    return await detectors.getSupportedFormats();
  } catch {
    return [];
  }
}
