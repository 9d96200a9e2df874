/** Hears the practice world's stream and tells it what to do; the browser reconnects by itself. */

import type { Part } from "./state.ts";

/** What can be asked of the world, as the server reads it. */
export type Command =
  | { do: "play" | "pause" | "step" | "telegram_down" | "telegram_up" | "kill" | "start" }
  | { do: "speed"; speed: number | null }
  | { do: "restart"; scenario?: string }
  | { do: "take" | "give" | "phone_off" | "phone_on" | "cut" | "mend"; who: string }
  | { do: "tap"; who: string; message: number; button: number };

/** A world to look at: the real one, or one made for tests. */
export type Source = {
  /** Hear every part from now on, and whether there is contact; call what is returned to stop. */
  hear(part: (part: Part) => void, contact: (there: boolean) => void): () => void;
  /** False: it does not fit now. */
  ask(command: Command): Promise<boolean>;
};

export const server: Source = {
  hear(part, contact) {
    const stream = new EventSource("/wall/stream");
    stream.addEventListener("message", (event: MessageEvent<string>) => part(JSON.parse(event.data) as Part));
    stream.addEventListener("open", () => contact(true));
    stream.addEventListener("error", () => contact(false));
    return () => stream.close();
  },
  async ask(command) {
    const headers = { "Content-Type": "application/json" };
    try {
      return (await fetch("/wall/do", { method: "POST", headers, body: JSON.stringify(command) })).ok;
    } catch {
      return false;
    }
  },
};
