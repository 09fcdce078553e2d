// Sends what is changed and puts what comes back in its place. Nothing that can hold the keyboard's focus is replaced, but
// what came with an answer itself. Without this file every page works by its own links and buttons.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const view = byId("view");
  if (!view) return;
  const result = byId("result"), state = byId("state"), far = byId("far"), stop = byId("stop"), why = byId("why");
  let underway = null, waiting = 0;

  // --- what is asked: only what differs from the scenario, so that addresses stay short --------------------------------

  const unchanged = (field) => field.dataset.now !== undefined &&
    (field.type === "checkbox" ? (field.checked ? "on" : "off") === field.dataset.now : field.value === field.dataset.now);

  function query() {
    const asked = new URLSearchParams();
    const ticked = new Set();
    for (const field of view.elements) {
      if (!field.name || field.form !== view || field.type === "hidden" && field.name !== "lang") continue;
      if (field.type === "radio" && !field.checked || unchanged(field) || field.value === "") continue;
      if (field.name === "seed" && field.value === "0" || field.name === "shown" && field.value === "tension") continue;
      if (ticked.has(field.name)) continue;
      ticked.add(field.name);
      asked.set(field.name, field.type === "checkbox" && !field.checked ? "off" : field.value);
    }
    return asked;
  }

  // --- long work: lines of JSON, each how far it is, the last what came of it; to close the connection is to stop it ---

  async function ask(address, onTold) {
    const control = new AbortController();
    underway = control;
    const answer = await fetch(address, { signal: control.signal, headers: { Accept: "application/x-ndjson" } });
    if (!answer.body || !(answer.headers.get("content-type") || "").startsWith("application/x-ndjson")) {
      throw new Error(await answer.text());
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let held = "";
    for (;;) {
      const { value, done } = await reader.read();
      held += value || "";
      const lines = held.split("\n");
      held = lines.pop();
      for (const line of lines) {
        const told = JSON.parse(line);
        if (told.refused !== undefined) throw new Error(told.refused);
        if (told.html !== undefined) return told.html;
        onTold(told.at);
      }
      if (done) throw new Error("");
    }
  }

  function busy(is, at) {
    document.body.classList.toggle("busy", is);
    far.hidden = stop.hidden = !is || at === undefined;
    if (at !== undefined) far.value = at;
  }

  function say(words, refused) {
    state.textContent = words;
    state.classList.toggle("refused", Boolean(refused));
  }

  async function show(runs) {
    const asked = query();
    if (underway) underway.abort();
    if (innerWidth < 700) asked.set("narrow", "1");
    if (runs) asked.set("at", runs);
    const slow = Date.now() + 600;
    busy(true);
    const mine = ask(`/futures?${asked}`, (at) => { if (Date.now() > slow) busy(true, at); });
    const control = underway;
    try {
      const html = await mine;
      place(html);
      say(result.firstElementChild.dataset.said || "");
    } catch (error) {
      if (error.name === "AbortError") { if (control === underway) busy(false); return; }
      say(error.message || state.dataset.lost || "", true);
    }
    if (control !== underway) return;
    busy(false);
    const more = result.firstElementChild && result.firstElementChild.dataset.moreRuns;
    if (more && !state.classList.contains("refused")) show(more);
  }

  function place(html) {
    const open = [...result.querySelectorAll("details[open]")].map((one) => one.className);
    const month = byId("month") && byId("month").value, run = byId("asked-run") && byId("asked-run").value;
    const held = document.activeElement && result.contains(document.activeElement) ? document.activeElement.id : "";
    const holding = result.scrollTop;
    result.innerHTML = html;
    for (const one of result.querySelectorAll("details")) if (open.includes(one.className)) one.open = true;
    if (month && [...byId("month").options].some((one) => one.value === month)) byId("month").value = month;
    if (run) byId("asked-run").value = run;
    if (held && byId(held)) byId(held).focus({ preventScroll: true });
    result.scrollTop = holding;
    const told = result.firstElementChild.dataset;
    history.replaceState(null, "", `/?${told.query}&lang=${told.lang}`);
    for (const link of document.querySelectorAll("[data-lang][hreflang]")) {
      link.href = `/?${told.query}&lang=${link.dataset.lang}`;
    }
  }

  // --- the form ----------------------------------------------------------------------------------------------------------

  function rounded(field) {
    const step = Number(field.dataset.step), now = Number(field.dataset.now), value = Number(field.value);
    if (Math.abs(value - now) < step / 2) return field.dataset.now;
    const low = Number(field.min), high = Number(field.max);
    return String(Number(Math.min(high, Math.max(low, Math.round(value / step) * step)).toPrecision(6)));
  }

  function later(after) {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(), after);
  }

  view.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type === "range") {
      field.value = rounded(field);
      const output = field.parentElement.querySelector("output");
      if (output) output.textContent = Number(field.value).toLocaleString(document.documentElement.lang);
    }
    const row = field.closest(".row");
    if (row && field.dataset.now !== undefined) row.classList.toggle("changed", !unchanged(field));
    if (field.id === "scenario" || field.form !== view) return;
    if (field.checkValidity()) later(field.type === "range" || field.type === "number" ? 120 : 0);
  });

  view.addEventListener("change", (event) => {
    if (event.target.id !== "scenario") return;
    const to = new URLSearchParams({ scenario: event.target.value, lang: query().get("lang") });
    location.assign(`/?${to}#scenario`);
  });

  view.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  stop.addEventListener("click", () => { if (underway) underway.abort(); busy(false); });

  // the long list of parameters comes when it is unfolded
  for (const place of document.querySelectorAll("[data-more]")) {
    place.closest("details").addEventListener("toggle", async () => {
      const answer = await fetch(place.dataset.more);
      if (answer.ok) place.innerHTML = await answer.text();
    }, { once: true });
  }

  // --- why: a month of one run, asked for by the form, or by a click on the figure ------------------------------------------

  async function tell(address) {
    why.textContent = state.dataset.working || "…";
    try {
      why.innerHTML = await ask(address, () => {});
    } catch (error) {
      if (error.name !== "AbortError") why.textContent = error.message;
    }
    why.focus({ preventScroll: true });
    why.scrollIntoView({ block: "start" });
  }

  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    tell(`/month?${new URLSearchParams(new FormData(event.target))}`);
  });

  result.addEventListener("click", (event) => {
    const drawing = event.target.closest(".drawing[data-left] svg");
    if (!drawing) return;
    const told = drawing.closest(".drawing").dataset, box = drawing.getBoundingClientRect();
    const along = ((event.clientX - box.left) / box.width - told.left) / (told.right - told.left);
    if (along < 0 || along >= 1) return;
    byId("month").selectedIndex = Math.floor(along * Number(told.months));
    byId("ask").requestSubmit();
  });

  if (location.hash === "#scenario") byId("scenario").focus();
  const first = result.firstElementChild;
  if (first && first.dataset.moreRuns) show(first.dataset.moreRuns);
})();
