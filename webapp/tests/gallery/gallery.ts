/** Shows the real screens on a made-up phone: `?like={"who":"piket"}&language=nl#/`; for looking and for axe only. */

import "../../src/style/style.css";
import { LOOKS, wear } from "../../src/look.ts";
import { PiketApp } from "../../src/pages/app.ts";
import { NOW } from "../../src/pages/fake-data.ts";
import { fakePhone, type Like } from "../../src/pages/fake-phone.ts";
import { neutral, say, speak } from "../../src/words/words.ts";

const asked = new URLSearchParams(window.location.search);
speak(asked.get("language") === "en" ? "en" : "nl");
wear(LOOKS.find((one) => one === asked.get("look")) ?? "system");
const app = new PiketApp();
app.phone = fakePhone(JSON.parse(asked.get("like") ?? "{}") as Like);
Object.assign(window, { phone: app.phone });
const real = app.phone.status;
app.phone.status = async () => ({ ...(await real()), skew: NOW.getTime() - Date.now() });
app.keep = () => undefined;
app.wear = (own) => {
  neutral(own);
  document.title = say("app.name");
};
app.now = NOW;
document.body.append(app);
