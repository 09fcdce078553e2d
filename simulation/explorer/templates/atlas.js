// Shows the world that the levers stand for. All that it shows was worked out before: texts, tables, and the drawings' paths.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const all = (chosen) => [...document.querySelectorAll(chosen)];
  const root = document.documentElement;
  const { was, scenario, seed, runs, titles, levers, worlds } = JSON.parse(byId("worlds").textContent);
  const table = byId("outcomes");
  let at = was, lang = all("[data-lang][aria-current]")[0].dataset.lang;

  // The last lever's values come first, so that a world's place is a number whose digits are the places of its values.
  const digits = (place) => levers.map((_, k) => {
    const behind = levers.slice(k + 1).reduce((product, one) => product * one.values.length, 1);
    return Math.floor(place / behind) % levers[k].values.length;
  });
  const placeOf = (places) => places.reduce((sum, place, k) => sum * levers[k].values.length + place, 0);

  function element(name, words = "", scope = "") {
    const made = document.createElement(name);
    made.textContent = words;
    if (scope) made.scope = scope;
    return made;
  }

  function show() {
    const world = worlds[at], said = world.said[lang], places = digits(at);
    const changed = levers.map((one, k) => places[k] !== one.was);
    byId("finding").textContent = said.finding;
    byId("which").textContent = said.which;
    byId("told").textContent = said.told;
    byId("short").textContent = said.short;
    said.lines.forEach((line, k) => { byId(`line-${k}`).textContent = line; });
    for (const path of all("[data-path]")) path.setAttribute("d", world.paths[path.dataset.path]);
    for (const mark of all("[data-mark]")) mark.toggleAttribute("hidden", !changed[mark.dataset.mark]);

    const head = element("thead"), body = element("tbody");
    head.append(element("tr"));
    head.firstChild.append(...said.columns.map((column) => element("th", column, "col")));
    for (const [first, ...others] of said.rows) {
      const row = element("tr");
      row.append(element("th", first, "row"), ...others.map((cell) => element("td", cell)));
      body.append(row);
    }
    for (const part of all("#outcomes > thead, #outcomes > tbody")) part.remove();
    table.append(head, body);

    levers.forEach((one, k) => {
      const value = one.values[places[k]].said[lang];
      for (const field of all(`[data-lever="${k}"]`)) {
        if (field.type === "radio") field.checked = Number(field.value) === places[k];
        else {
          field.value = places[k];
          field.setAttribute("aria-valuetext", value);
          field.setAttribute("aria-label", one.said[lang]);
          field.parentElement.querySelector("output").textContent = value;
        }
      }
      all(`[data-of="${k}"]`)[0].classList.toggle("changed", changed[k]);
    });
    const chosen = levers.flatMap((one, k) => changed[k] ? [`${one.said[lang]} ${one.values[places[k]].said[lang]}`] : []);
    byId("chosen").textContent = chosen.length ? `(${chosen.join("; ")})` : "";
    if (scenario) {
      const pairs = levers.flatMap((one, k) => changed[k] ? [`${one.key}=${one.values[places[k]].written}`] : []);
      if (seed) pairs.push(`seed=${seed}`);
      byId("explorer").querySelector("code").textContent = `detente explore ${[scenario, ...pairs, `runs=${runs}`].join("+")}`;
    }
    root.lang = lang.replace("_", "-");
    document.title = `${titles[lang]} – détente`;
    for (const one of all("[data-lang]")) {
      if (one.dataset.lang === lang) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  function go(place) {
    at = place;
    history.replaceState(null, "", at === was ? "#" : `#${at + 1}`);
    show();
  }

  function named() {
    const asked = Number(location.hash.slice(1));
    if (location.hash.length < 2) at = was;  // the address without a number, to which Back may lead
    else if (Number.isInteger(asked) && asked >= 1 && asked <= worlds.length) at = asked - 1;
    show();
  }

  for (const field of all("[data-lever]")) {
    field.addEventListener("input", () => {
      const places = digits(at);
      places[field.dataset.lever] = Number(field.value);
      go(placeOf(places));
    });
  }
  for (const one of all("[data-lang]")) {
    one.addEventListener("click", () => { lang = one.dataset.lang; show(); });
  }
  byId("reset").addEventListener("click", () => go(was));
  byId("short").addEventListener("click", () => { byId("which").scrollIntoView(); byId("finding").focus({ preventScroll: true }); });
  addEventListener("hashchange", named);
  byId("explorer").hidden = !scenario;
  for (const one of all(".levers, .languages, #short")) one.hidden = false;
  named();
})();
