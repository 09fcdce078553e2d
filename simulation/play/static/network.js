// What a phone tries on the day before: whether it reaches the laptop, by which way it is told what is new, how long that
// takes, and whether it is back after its screen was dark. What is said of it the server says, or stands in the page.
"use strict";

import { listen } from "/static/live.js";

const TAPS = 9;
// milliseconds
const TIMES = {
  first: 25000, stays: 10000, told: 12000,  // until a line has told something, how long it must then stand, and tell again
  dark: 20000, back: 5000,  // how long a screen must have been dark, and how soon a line must be back
  patience: 5000, again: 3000,  // of an answer, and until something is told once more to whom it did not reach
};

const page = document.getElementById("network").dataset, lang = document.documentElement.lang.replace("-", "_");
const check = (name) => document.querySelector(`[data-check="${name}"]`);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function show(name, { found, then = "" }) {
  check(name).querySelector(".found").textContent = found;
  check(name).querySelector(".then").textContent = then;
}

// What the server answers. Thrown is a refusal, with its words, and whatever does not get through.
async function post(what, fields = {}, patience = TIMES.patience) {
  const control = new AbortController(), late = setTimeout(() => control.abort(), patience);
  try {
    const body = new URLSearchParams(fields), headers = { Accept: "application/json" };
    const answer = await fetch(`/network/${what}?lang=${lang}`, { method: "POST", body, headers, signal: control.signal });
    if (!answer.ok) throw Object.assign(new Error("refused"), { found: await answer.text() });
    return await answer.json();
  } finally {
    clearTimeout(late);
  }
}

// Says what came of a check, here and to the teacher: as often as it takes, until the next outcome of it. Whether it was taken.
const telling = {};

async function tell(name, what, fields) {
  const mine = telling[name] = {};
  while (telling[name] === mine) {
    try {
      const said = await post(what, fields);
      if (telling[name] === mine) show(name, said);
      return true;
    } catch (error) {
      show(name, error.found ? error : check(name).dataset);
      if (error.found) return false;
      await pause(TIMES.again);
    }
  }
  return false;
}

// --- the line ------------------------------------------------------------------------------------------------------------------

const heard = { rev: -1, way: "none" };
let live = null;

function onState({ rev }) {
  heard.rev = rev;
  heard.way = live.way === "socket" ? "socket" : "poll";
}

// By which way something that is sent now is told here.
async function way(within) {
  const end = performance.now() + within;
  while (performance.now() < end) {
    try {
      const { rev } = await post("tap", {}, end - performance.now());
      while (heard.rev < rev && performance.now() < end) await pause(50);
      if (heard.rev >= rev) return heard.way;
    } catch {
      await pause(250);
    }
  }
  return "none";
}

async function stays() {
  for (let waited = 0; heard.rev < 0 && waited < TIMES.first; waited += 100) await pause(100);
  if (heard.rev >= 0) await pause(TIMES.stays);
  await tell("live", "found", { check: "live", outcome: heard.rev < 0 ? "none" : await way(TIMES.told) });
}

// --- how long it takes ---------------------------------------------------------------------------------------------------------

async function taps() {
  const took = [];
  while (took.length < TAPS) {
    const begun = performance.now();
    try {
      await post("tap");
      took.push(performance.now() - begun);
    } catch {
      took.push(TIMES.patience);
    }
  }
  const median = took.sort((one, other) => one - other)[(TAPS - 1) / 2];
  await tell("speed", "found", { check: "speed", seconds: median / 1000 });
}

// --- the dark ------------------------------------------------------------------------------------------------------------------

let since = null;

document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState === "hidden") {
    since = Date.now();
  } else if (since !== null && live) {
    const dark = Date.now() - since;
    since = null;
    if (dark < TIMES.dark) return show("sleep", { found: page.short });
    show("sleep", { found: page.trying });
    const back = await way(TIMES.back) !== "none";
    await tell("sleep", "found", { check: "sleep", outcome: back ? "back" : "lost" });
  }
});

show("reached", { found: page.trying });
if (await tell("reached", "seen")) {
  for (const name of ["live", "speed"]) show(name, { found: page.trying });
  show("sleep", { found: page.dark });
  live = listen("/network", { query: { lang }, onState });
  await Promise.all([stays(), taps()]);
}
