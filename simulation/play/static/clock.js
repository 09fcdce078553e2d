// Clocks that run down between two snapshots: <time data-left="seconds">, which stand still with data-paused.
"use strict";

const known = new WeakMap();  // clock -> what the server said, and when it runs out

export function tick(within) {
  setInterval(() => {
    for (const clock of within.querySelectorAll("[data-left]")) {
      const said = `${clock.dataset.left} ${clock.dataset.paused || ""}`, left = Number(clock.dataset.left);
      if (!known.has(clock) || known.get(clock).said !== said) known.set(clock, { said, ends: performance.now() + 1000 * left });
      const seconds = clock.dataset.paused ? left : Math.max(0, Math.ceil((known.get(clock).ends - performance.now()) / 1000));
      const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (clock.textContent !== shown) clock.textContent = shown;
    }
  }, 500);
}
