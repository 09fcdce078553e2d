// The page of a desk, teacher's or projector's, made quicker: forms are sent without leaving it, and what changes in the class
// comes by itself. Without this file every page works by its own buttons and links, and asks again after some seconds.
"use strict";

import { listen } from "/static/live.js";
import { morph } from "/static/morph.js";
import { tick } from "/static/clock.js";

const main = document.getElementById("main");
const desk = () => document.getElementById("desk");
const said = (name) => desk().dataset[name] || "";
const told = document.body.appendChild(Object.assign(document.createElement("p"), { id: "told", role: "status" }));

function tell(words, refused = false) {
  told.textContent = words;
  told.classList.toggle("refused", refused);
}

// What is written in the form of an event stays until it is sent, and what it would do until something else is asked.
function show(made, heard) {
  morph(desk(), made, {
    skips: (old) => heard && old.id === "preview",
    written: (field) => field.type !== "hidden" && field.form !== null && (heard || field.form.id === "inject"),
  });
  document.title = said("title");
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
let sending = false;

main.addEventListener("submit", async (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  const form = event.target, pressed = event.submitter, body = new URLSearchParams(new FormData(form));
  if (pressed && pressed.name) body.set(pressed.name, pressed.value);
  const leads = pressed && pressed.hasAttribute("formaction") ? pressed.formAction : form.action;
  try {
    const answer = await fetch(leads, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = parsed(await answer.text()), made = page.getElementById("desk");
    if (!made) return tell((page.querySelector("main p") || page.body).textContent.trim(), true);
    tell("");
    live.take(made.dataset.rev, made.dataset.life);
    if (made.dataset.phase !== said("phase")) location.reload();
    else show(made, false);
  } catch (error) {
    tell(said("lost"), true);
  } finally {
    sending = false;
  }
});

const live = listen(location.pathname.replace(/\/$/, ""), {
  query: { lang: document.documentElement.lang.replace("-", "_") },
  known: { rev: Number(said("rev")), life: said("life") },
  onState(state) {
    const made = parsed(state.html).getElementById("desk");
    if (made.dataset.phase !== said("phase")) location.reload();
    else show(made, true);
  },
  onStatus(status) {
    if (status === "back") tell("");
    else tell(said(status) || said("lost"), true);
  },
});

tick(main);
