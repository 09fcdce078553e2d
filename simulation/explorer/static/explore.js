// Sends what is changed and makes the page like what comes back, node by node, so that whatever has the keyboard's focus, is
// scrolled, unfolded or half written stays as it is. Without this file every page works by its own links and buttons.
"use strict";

import { morph } from "/static/morph.js";

(() => {
  const byId = (id) => document.getElementById(id);
  const view = byId("view"), LAST = "view";
  if (!view) {  // a look at another page does not lose the world: the way back leads to it
    const held = sessionStorage.getItem(LAST), back = document.querySelector('.pages a[href^="/?"]');
    if (held && back) back.search += `&${held}`;
    return;
  }
  const world = byId("world"), far = byId("far"), state = byId("state"), stop = byId("stop"), result = byId("result"), why = byId("why");
  const phone = matchMedia("(max-width: 43rem)"), said = far.parentElement.dataset;
  const SLOW = 600, SLOW_BEHIND = 2000;  // milliseconds of work until one is shown how far it is; of what refines, later

  // what is seen stays until there is another, and its reasons beside it
  const like = (old, made) => morph(old, made, {
    skips: (one, other) => (one === result || one.id === "reasons") && !other.firstElementChild,
    keeps: (one, attribute) => one === why && attribute === "hidden",
  });

  // --- what is asked: only what differs from the scenario, so that addresses stay short ------------------------------------

  const unchanged = (field) => field.dataset.now !== undefined &&
    (field.type === "checkbox" ? (field.checked ? "on" : "off") === field.dataset.now : field.value === field.dataset.now);
  const AT_FIRST = { seed: "0", shown: "tension" };

  function query() {
    const asked = new URLSearchParams();
    for (const field of view.elements) {
      if (!field.name || field.form !== view || field.value === "" || field.type === "hidden" && field.value === "off") continue;
      if (field.type === "radio" && !field.checked || unchanged(field) || AT_FIRST[field.name] === field.value) continue;
      if (asked.has(field.name) || !field.validity.valid) continue;  // parts of one name change together
      asked.set(field.name, field.type === "checkbox" && !field.checked ? "off" : field.value);
    }
    return asked;
  }

  // --- long work: lines of JSON, each how far it is, the last what came of it; to close the connection is to stop it ---------

  const jobs = {};  // what is under way, by what it is for; a new question ends the old one

  async function job(what, address, slow = SLOW) {
    if (jobs[what]) jobs[what].abort();
    const control = jobs[what] = new AbortController(), begun = Date.now();
    document.body.classList.add("busy");
    try {
      return await heard(address, control.signal, (at) => { if (Date.now() > begun + slow) working(at); });
    } finally {
      if (jobs[what] === control) delete jobs[what];
      if (!Object.keys(jobs).length) working();
    }
  }

  async function heard(address, signal, tell) {
    const answer = await fetch(address, { signal, headers: { Accept: "application/x-ndjson" } });
    if (!(answer.headers.get("content-type") || "").startsWith("application/x-ndjson")) throw new Error(await answer.text());
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let held = "";;) {
      const { value, done } = await reader.read();
      const lines = (held + (value || "")).split("\n");
      held = lines.pop();
      for (const told of lines.map(JSON.parse)) {
        if (told.refused !== undefined) throw new Error(told.refused);
        if (told.html !== undefined) return told.html;
        tell(told.at);
      }
      if (done) throw new TypeError();
    }
  }

  function working(at) {
    const is = at !== undefined;
    far.hidden = stop.hidden = !is;
    if (is) far.value = at;
    if (is && !state.textContent) say(said.working);
    if (!is) {
      document.body.classList.remove("busy");
      if (state.textContent === said.working) say("");
    }
  }

  function say(words, refused) {
    state.textContent = words;
    state.classList.toggle("refused", Boolean(refused));
  }

  function fault(error) {
    if (error.name !== "AbortError") say(error.name === "TypeError" ? said.lost : error.message, true);
  }

  // --- both futures ----------------------------------------------------------------------------------------------------------

  async function show(runs) {
    const asked = query();
    if (phone.matches) asked.set("narrow", "1");
    if (runs) asked.set("at", runs);
    try {
      place(await job("futures", `/futures?${asked}`, runs ? SLOW_BEHIND : SLOW));
    } catch (error) {
      return fault(error);
    }
    if ((!why.hidden || jobs.why) && question() !== explained) explain(Boolean(jobs.why));
    const more = result.firstElementChild.dataset.moreRuns;
    if (more) show(more);
  }

  function place(html) {
    const made = document.createElement("div"), month = byId("month"), held = [month && month.value, byId("asked-run")?.value];
    made.innerHTML = html;
    if (!result.firstElementChild) result.append(document.createElement("div"));
    like(result.firstElementChild, made.firstElementChild);
    if ([...byId("month").options].some((one) => one.value === held[0])) byId("month").value = held[0];
    say("");
    const told = result.firstElementChild.dataset, run = byId("asked-run");
    const drawn = new URLSearchParams(told.query).has("run");  // why is asked of the history that is drawn
    if (held[1] && !drawn && Number(held[1]) <= Number(run.max)) run.value = held[1];
    addressed(new URLSearchParams(`${told.query}&lang=${told.lang}`), false);
  }

  // --- addresses: Back undoes what was done to one control ---------------------------------------------------------------------

  let last = "";

  function addressed(asked, another) {
    if (`?${asked}` !== location.search) history[another ? "pushState" : "replaceState"](null, "", `/?${asked}`);
    last = location.search;
    linked(asked);
  }

  // every way on from here starts from what was asked last, though its answer may still be on the way
  function linked(asked) {
    const lang = asked.get("lang");
    if (lang) {
      for (const form of [world, view]) form.elements.lang.value = lang;
      byId("reset").href = `/?${new URLSearchParams({ scenario: asked.get("scenario") || view.elements.scenario.value, lang })}`;
    }
    for (const link of document.querySelectorAll("[data-lang][hreflang]")) {
      asked.set("lang", link.dataset.lang);
      link.href = `/?${asked}`;
    }
    asked.delete("lang");
    sessionStorage.setItem(LAST, asked);
  }

  let turning;  // the page that is under way; another one ends it

  // the page of an address in the place of this one, but for what it is still to work out
  async function turn(address) {
    last = location.search;
    clearTimeout(waiting);
    if (jobs.futures) jobs.futures.abort();
    if (turning) turning.abort();
    const control = turning = new AbortController();
    linked(new URLSearchParams(last));
    try {
      const answer = await fetch(`${address}&bare=1`, { signal: control.signal });
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turning !== control) return;
      if (!answer.ok) return location.assign(address);
      document.title = made.title;
      document.documentElement.lang = made.documentElement.lang;
      like(document.body, made.body);
      clearTimeout(waiting);
      fill();
      await show();
    } catch (error) {
      fault(error);
    }
  }

  function go(address) {
    history.pushState(null, "", address);
    touched = "";
    turn(address);
  }

  addEventListener("popstate", () => { if (location.search !== last) { touched = ""; turn(location.href.replace(/#.*/, "")); } });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-lang][hreflang], #reset");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });

  // --- the form ----------------------------------------------------------------------------------------------------------------

  let touched = "", waiting = 0;

  const onStep = (field, value) => {
    const step = Number(field.dataset.step), low = Number(field.min), high = Number(field.max);
    return Number(Math.min(high, Math.max(low, Math.round(value / step) * step)).toPrecision(6));
  };

  function slid(field) {  // a slider rests on steps, and where it was
    const now = Number(field.dataset.now), step = Number(field.dataset.step);
    field.value = Math.abs(field.value - now) < step / 2 ? field.dataset.now : String(onStep(field, field.value));
    const most = Number(field.dataset.decimals), value = Number(field.value);
    const decimals = most + (Math.abs(value - Number(value.toFixed(most))) > 1e-9 ? 1 : 0);
    const words = value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    const output = field.closest(".row").querySelector("output");
    output.textContent = words.replace("-", "\u2212");
    field.setAttribute("aria-valuetext", output.textContent);
  }

  const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

  view.addEventListener("keydown", (event) => {
    const field = event.target, steps = STEPS[event.key];
    if (field.type !== "range" || !steps || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const from = Number(field.value), now = Number(field.dataset.now), to = onStep(field, from + steps * field.dataset.step);
    field.value = (from - now) * (to - now) < 0 ? now : to;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  view.addEventListener("input", (event) => {
    const field = event.target;
    if (field.form !== view) return;
    if (field.type === "range") slid(field);
    const row = field.closest(".row");
    if (row && field.dataset.now !== undefined) row.classList.toggle("changed", !unchanged(field));
    if (!field.checkValidity()) return;
    addressed(query(), field.name !== touched);
    touched = field.name;
    clearTimeout(waiting);
    waiting = setTimeout(show, { range: 120, number: 300, month: 300, text: 300 }[field.type] || 0);
  });

  // what cannot be asked is said when it is left: to stop somebody who writes would lose what is half written
  view.addEventListener("focusout", (event) => {
    const field = event.target;
    if (field.form === view && !field.validity.valid) say(`${field.labels[0].innerText}: ${field.validationMessage}`, true);
  });

  byId("scenario").addEventListener("change", () => go(`/?${new URLSearchParams(new FormData(world))}`));

  view.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  stop.addEventListener("click", () => {
    for (const one of Object.values(jobs)) one.abort();
    say(said.stopped);
  });
  phone.addEventListener("change", () => show());

  // the long list of parameters comes when it is unfolded, and again in another language or world
  async function fill() {
    const place = document.querySelector("details[open] > [data-more]");
    if (!place) return;
    try {
      const answer = await fetch(place.dataset.more);
      if (answer.ok) place.outerHTML = await answer.text();
    } catch (error) {
      fault(error);
    }
  }

  view.addEventListener("toggle", fill, true);

  // --- why: a month of one run, asked for by the form, or by a click on the figure ------------------------------------------------

  let explained = "";  // the question whose answer is shown, or on the way

  const question = () => String(new URLSearchParams(new FormData(byId("ask"))));

  async function explain(moves) {
    explained = question();
    try {
      byId("reasons").innerHTML = await job("why", `/month?${explained}`);
    } catch (error) {
      if (!jobs.why) why.hidden = true;  // rather none than those of another view
      return fault(error);
    }
    why.hidden = false;
    if (!moves) return;
    why.focus({ preventScroll: true });
    why.scrollIntoView({ block: "start" });
  }

  byId("ask").addEventListener("submit", (event) => { event.preventDefault(); explain(true); });

  byId("close").addEventListener("click", () => {
    why.hidden = true;
    document.querySelector("button[form=ask]").focus();
  });

  result.addEventListener("click", (event) => {
    const drawing = event.target.closest(".drawing[data-left] svg");
    if (!drawing) return;
    const told = drawing.closest(".drawing").dataset, drawn = drawing.getScreenCTM();
    const across = (event.clientX - drawn.e) / drawn.a / drawing.viewBox.baseVal.width;
    const along = (across - told.left) / (told.right - told.left);
    if (along < 0 || along >= 1) return;
    byId("month").selectedIndex = Math.floor(along * Number(told.months));
    byId("ask").requestSubmit();
  });

  last = location.search;
  const first = result.firstElementChild, more = first && first.dataset.moreRuns;
  if (first) linked(new URLSearchParams(`${first.dataset.query}&lang=${first.dataset.lang}`));
  if (phone.matches || more) show(phone.matches ? undefined : more);
})();
