// A seat's page, made quicker: forms are sent without leaving it, and what the server has to tell comes by itself. What is
// unfolded, focused and half chosen stays. Without this file every page works by its own buttons and links.
"use strict";

import { listen } from "/static/live.js";
import { morph } from "/static/morph.js";
import { tick } from "/static/clock.js";

const main = document.getElementById("main");
const seat = () => document.getElementById("seat");
const said = (name) => seat().dataset[name] || "";

// --- what is told aloud: the stage to those who listen, all else to everybody ----------------------------------------------

const spoken = document.body.appendChild(region("spoken", "hidden")), told = document.body.appendChild(region("told", ""));
let fading;

function region(id, looks) {
  const made = document.createElement("p");
  Object.assign(made, { id, className: looks, role: "status" });
  made.setAttribute("aria-live", "polite");
  return made;
}

function tell(words, refused = false, seconds = 0) {
  clearTimeout(fading);
  told.textContent = words;
  told.classList.toggle("refused", refused);
  if (seconds) fading = setTimeout(() => { told.textContent = ""; }, 1000 * seconds);
}

// --- the page, made like another -------------------------------------------------------------------------------------------

function show(made) {
  const old = seat(), before = old.dataset.stage, same = before === made.dataset.stage;
  morph(old, made, {
    keeps: (node, attribute) => attribute === "open" && same,
    written: (field) => field.type !== "hidden" && field.form !== null && field.form.id.startsWith("say-"),
  });
  document.title = said("title");
  lively();
  if (same) return;
  const heading = document.getElementById("ask");
  heading.focus({ preventScroll: true });
  if (seat().classList.contains("answer")) heading.scrollIntoView({ block: "start" });
  else scrollTo(0, 0);
  spoken.textContent = heading.textContent;
}

// What was shown can be asked for no more: a page of words in its place.
function leave(words) {
  tell("");
  main.replaceChildren(Object.assign(document.createElement("h1"), { textContent: words }));
  main.focus();
  spoken.textContent = words;
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// --- what is sent ------------------------------------------------------------------------------------------------------------

let sending = "";  // the form that is under way: of the next stage another may be

main.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (sending === form.id) return;
  sending = form.id;
  tell(said("sending"));
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = parsed(await answer.text()), made = page.getElementById("seat");
    if (!made) return tell((page.querySelector("main p") || page.body).textContent.trim(), true);
    tell("");
    // what came by itself may be newer than the answer, which then is of the past; a refusal is of what is shown
    if (live.take(made.dataset.rev, made.dataset.life) || !answer.ok && made.dataset.rev === said("rev")) show(made);
  } catch (error) {
    tell(said("lost"), true);
  } finally {
    if (sending === form.id) sending = "";
  }
});

// --- what is heard -----------------------------------------------------------------------------------------------------------

const live = listen(location.pathname.replace(/\/$/, ""), {
  query: { lang: document.documentElement.lang.replace("-", "_") },
  known: { rev: Number(said("rev")), life: said("life") },
  onState(state) {
    if (told.classList.contains("refused")) tell("");  // it was of what is past
    show(parsed(state.html).getElementById("seat"));
  },
  onStatus(status, why) {
    if (status === "over") return leave(said(why) || said("lost"));
    if (status === "back") tell(said("back"), false, 4);
    else tell(said(status) || said("lost"), true);
  },
});

// --- words that follow the hand ----------------------------------------------------------------------------------------------

function slid(field) {
  const words = field.dataset.said.replace("{n}", Number(field.value).toLocaleString(document.documentElement.lang));
  field.closest(".demand").querySelector("output").textContent = words;
  field.setAttribute("aria-valuetext", words);
}

function lively() {
  for (const field of main.querySelectorAll("input[type=range]")) slid(field);
  const chosen = main.querySelectorAll("[name^=act-]:checked"), button = main.querySelector("[id^=say-] .send button");
  if (button && chosen.length === 1) button.textContent = chosen[0].dataset.said;
}

main.addEventListener("input", lively);
lively();
tick(main);
