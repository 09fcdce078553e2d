// A part of a page that is asked for again and again, and made like what the server shows now. For a page of this machine.
"use strict";

import { morph } from "/static/morph.js";

const part = () => document.getElementById("again");

async function again() {
  if (document.visibilityState === "hidden") return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("again");
    if (made) morph(part(), made);
  } catch {
    // nobody is there now: what was last seen stands
  }
}

setInterval(again, 1000 * Number(part().dataset.seconds));
