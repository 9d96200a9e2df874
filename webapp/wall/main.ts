/** Starts the practice wall in the language of who looks at it. */

import "./wall.css";
import { speak } from "../src/words/words.ts";
import { server } from "./stream.ts";
import { PracticeWall } from "./wall.ts";

const LANGUAGE = "taal";

const asked = new URLSearchParams(window.location.search).get("taal") ?? localStorage.getItem(LANGUAGE) ?? navigator.language;
speak(asked.startsWith("nl") ? "nl" : "en");
const wall = new PracticeWall();
wall.source = server;
wall.keep = (language) => localStorage.setItem(LANGUAGE, language);
document.body.append(wall);
