/** The sound of a ring: two short tones, made here; silent until somebody switches it on. */

const TONES = [880, 660];
const LENGTH = 0.14;
const LOUD = 0.08;

/** Rings; several at once sound as one, a little apart. */
export class Sound {
  #context: AudioContext | null = null;
  #busyUntil = 0;

  /** Call it from a press: browsers let no page make a sound unasked. */
  on(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
    this.ring();
  }

  off(): void {
    void this.#context?.suspend();
  }

  ring(): void {
    const context = this.#context;
    if (context === null || context.state === "suspended" || context.currentTime < this.#busyUntil) return;
    this.#busyUntil = context.currentTime + TONES.length * LENGTH;
    TONES.forEach((pitch, index) => tone(context, pitch, context.currentTime + index * LENGTH));
  }
}

function tone(context: AudioContext, pitch: number, at: number): void {
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH);
  const sounds = new OscillatorNode(context, { frequency: pitch });
  sounds.connect(volume).connect(context.destination);
  sounds.start(at);
  sounds.stop(at + LENGTH);
}
