/** Starts the app: the language, the look, the phone in its worker, the frame, and the service worker that keeps the shell. */

import "./style/style.css";
import { attendBells, tellLanguage, thisBrowser } from "./bell-browser.ts";
import { lookBefore, wear } from "./look.ts";
import { nameBefore, wearName } from "./naming.ts";
import { PiketApp } from "./pages/app.ts";
import { BOARD_PATH, to } from "./pages/routes.ts";
import { lookAround, onIos, rememberEnrolled, within } from "./pages/surroundings.ts";
import { registerServiceWorker } from "./trusted.ts";
import { language, speak, type Language } from "./words/words.ts";
import { connect } from "./worker/remote.ts";

const LANGUAGE = "taal";

async function start(): Promise<void> {
  if (window.location.pathname === BOARD_PATH) history.replaceState(null, "", `/${to.board}`);
  wear(lookBefore());
  speak(localStorage.getItem(LANGUAGE) === "en" ? "en" : "nl");
  wearName(nameBefore());
  const app = new PiketApp();
  app.phone = within(await connect(), await lookAround(), rememberEnrolled);
  app.wear = wearName;
  app.keep = (language: Language) => {
    localStorage.setItem(LANGUAGE, language);
    wearName(nameBefore());
    void tellLanguage(language, nameBefore());
  };
  attendBells(app.phone, thisBrowser(onIos()), () => {
    window.location.hash = to.start;
  });
  document.body.append(app);
  await registerServiceWorker();
  await tellLanguage(language(), nameBefore());
  app.phone.listen((change) => {
    if (change.kind === "status" && change.status.own) void tellLanguage(language(), true);
  });
}

void start();
