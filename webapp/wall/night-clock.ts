/** Practice only: the clock of a phone goes as the night does: fast, slow, or not at all. */

/** The frame of every screen of the app: how far it believes this phone's clock is wrong, and the time that it shows. */
type App = { readonly status?: { readonly skew: number } | null; now: Date };
export type Clocked = {
  readonly document: { querySelector(name: string): unknown };
  readonly Date: { now(): number };
};

export type NightClock = {
  /** It is this moment of the night, in milliseconds. */
  is(moment: number): void;
  /** Let the clock of this window be the night's from now on. */
  hang(screen: Clocked): void;
};

/** Milliseconds of the night after which the app looks at its clock; by itself it does so every five real seconds. */
const LOOKS = 20_000;

/**
 * The app asks for the service's time only now and then, and lets its phone's clock run in between, at the pace of the
 * real world. Here that clock gets the night's pace; the app adds what it believes the clock is wrong by, as ever.
 */
export function nightClock(): NightClock {
  let night: number | null = null;
  let shown = 0;
  let app: () => App | null = () => null;
  return {
    is(moment) {
      night = moment;
      const one = app();
      if (Math.abs(moment - shown) < LOOKS || one?.status == null) return;
      shown = moment;
      one.now = new Date(moment);
    },
    hang(screen) {
      const real = screen.Date.now.bind(screen.Date);
      app = () => screen.document.querySelector("piket-app") as App | null;
      screen.Date.now = () => {
        const wrong = app()?.status?.skew;
        return night === null || wrong === undefined ? real() : night - wrong;
      };
    },
  };
}
