/** Light, dark, or as the device: what was chosen, kept on this device, and worn by the whole page. */

export const LOOKS = ["system", "light", "dark"] as const;
export type Look = (typeof LOOKS)[number];

const KEPT = "uiterlijk";

/** What was chosen before; as the device when nothing was. */
export function lookBefore(): Look {
  return LOOKS.find((one) => one === localStorage.getItem(KEPT)) ?? "system";
}

/** Look so from now on, and at the next start. */
export function wear(look: Look): void {
  localStorage.setItem(KEPT, look);
  document.documentElement.dataset["look"] = look;
}
