// Tells a page what the server has to say: by WebSocket, or by asking again and again where that fails twice.
//
//   const live = listen("/seat/x", { query, known, onState, onStatus })
//
// onState(state) is called with each newer snapshot; onStatus(status, why) with
//   "lost"       nothing is heard of the server; it is tried again and again
//   "back"       it is heard again
//   "elsewhere"  too many pages of this seat are open, and this is the oldest; it listens again once it is looked at
//   "refused"    this browser may not listen here; it is tried again once the page is looked at
//   "over"       there is nothing more to hear, and why
// Words for these stand in the page, in its language. A phone that sleeps closes no line and answers on none: whenever a page
// is looked at again, its line is tried at once.

// milliseconds
const TIMES = {
  every: 4000, silent: 10000,  // from ping to ping, and until a line that is silent is dead
  opening: 5000, probe: 2000,  // until a line is open, and until one that may have slept has answered
  lost: 1500,  // without a line until it is said to be lost: what lasts shorter concerns nobody
  held: 12000,  // until a question is given up: the server answers after 8 seconds at the latest
  first: 250, last: 8000,  // from try to try, doubled each time
  again: 60000,  // of asking, after which a line is tried again
};
const TWICE = 2, REFUSED = "refused";

export function listen(path, { query = {}, known = {}, onState, onStatus = () => {}, times = {} }) {
  const { every, silent, opening, probe, lost: missed, held, first, last, again: pause } = { ...TIMES, ...times };
  let shown = { rev: known.rev === undefined ? undefined : Number(known.rev), life: known.life };
  let line = null, control = null;  // the WebSocket, or the question, that is under way
  let fails = 0, tries = 0, asking = 0;  // failed lines in a row, failures of any kind in a row, since when it is asked
  let lost = false, stopped = false, gone = false, quiet = false;  // quiet: not to be tried until the page is looked at
  let pinging, dying, trying, losing;  // timers

  function address(what) {
    const asked = new URLSearchParams(query);
    if (shown.rev !== undefined) asked.set("rev", shown.rev);
    if (shown.life !== undefined) asked.set("life", shown.life);
    if (what === "wait" && (lost || losing)) asked.set("now", "1");  // first of all, is anybody there?
    return `${path}/${what}?${asked}`;
  }

  // Whether a number is newer than what is shown; if so it is what is shown from now on. An answer to a form has one, too.
  function take(rev, life = shown.life) {
    rev = Number(rev);
    if (life === shown.life && shown.rev !== undefined && rev <= shown.rev) return false;
    shown = { rev, life };
    return true;
  }

  // --- what is heard ---------------------------------------------------------------------------------------------------

  function hear(said) {
    tries = 0;
    clearTimeout(losing);
    losing = null;
    if (said.type === "bye") return farewell(said.why);
    if (lost) onStatus("back");
    lost = false;
    if (said.type === "state" && take(said.rev, said.life)) onState(said);
  }

  function farewell(why) {
    hangUp();
    if (why === "ends" || why === "failed") return again();  // it may begin anew
    quiet = true;
    if (why === "elsewhere") return onStatus("elsewhere", why);
    stopped = true;
    onStatus("over", why);
  }

  function missing() {
    if (!lost && !losing) {
      losing = setTimeout(() => {
        losing = null;
        lost = true;
        onStatus("lost");
      }, missed);
    }
  }

  // --- by WebSocket ------------------------------------------------------------------------------------------------------

  function open() {
    let made, spoke = false;
    try {
      made = new WebSocket(location.origin.replace(/^http/, "ws") + address("live"));
    } catch {
      return failed();
    }
    line = made;
    alive(opening);
    made.onopen = () => {
      if (line !== made) return;
      alive(silent);
      say({ type: "ping" });
      pinging = setInterval(() => say({ type: "ping" }), every);
    };
    made.onmessage = (event) => {
      if (line !== made) return;
      if (!spoke) [spoke, fails, asking, gone] = [true, 0, 0, false];
      alive(silent);
      hear(JSON.parse(event.data));
    };
    made.onclose = () => {
      if (line !== made) return;
      hangUp();
      if (spoke) again();
      else failed();
    };
  }

  function say(what) {
    if (line && line.readyState === WebSocket.OPEN) line.send(JSON.stringify(what));
  }

  // The line is dead if nothing is heard for so long. The browser's own end of it may take minutes, so it is not waited for.
  function alive(within) {
    clearTimeout(dying);
    dying = setTimeout(() => {
      const made = line;
      if (made) made.onclose();
    }, within);
  }

  function failed() {
    fails += 1;
    again();
  }

  function hangUp() {
    clearInterval(pinging);
    clearTimeout(dying);
    const [made, asked] = [line, control];
    line = control = null;
    if (made) made.close();
    if (asked) asked.abort();
  }

  // --- by asking again and again -----------------------------------------------------------------------------------------

  async function ask() {
    const mine = control = new AbortController(), late = setTimeout(() => mine.abort(), held);
    const said = await answered(mine.signal);
    clearTimeout(late);
    if (control !== mine) return;
    control = null;
    if (said === REFUSED) {
      clearTimeout(losing);  // it is not lost: somebody is there, and says no
      losing = null;
      quiet = lost = true;
      onStatus("refused");
    } else if (said) {
      asking = asking || performance.now();
      if (gone) [fails, gone] = [TWICE - 1, false];
      next(0);
      hear(said);
    } else {
      fails = 0;  // it is not the WebSocket that fails: there is nobody, and once there is, it is tried first of all
      gone = true;
      again();
    }
  }

  async function answered(signal) {
    try {
      const answer = await fetch(address("wait"), { signal, cache: "no-store" });
      return answer.ok ? await answer.json() : answer.status === 403 && REFUSED;
    } catch {
      return null;
    }
  }

  // --- again -------------------------------------------------------------------------------------------------------------

  function again() {
    missing();
    const most = Math.min(last, first * 2 ** tries);
    tries += 1;
    next(most / 2 + Math.random() * most / 2);  // so that a whole class does not come back in one moment
  }

  function next(delay) {
    clearTimeout(trying);
    trying = null;
    if (stopped || quiet) return;
    trying = setTimeout(() => {
      trying = null;
      if (line || control) return;
      if (asking && performance.now() - asking > pause) [fails, asking] = [TWICE - 1, 0];  // one more try
      if (fails < TWICE) open();
      else ask();
    }, delay);
  }

  // The page is looked at again, or the network is back: at once, whatever was waited for.
  function wake() {
    if (stopped || document.visibilityState === "hidden") return;
    quiet = false;
    if (line) {
      if (line.readyState === WebSocket.OPEN) {
        say({ type: "hello", ...shown });
        alive(probe);
      }
      return;
    }
    hangUp();
    fails = Math.min(fails, TWICE - 1);
    tries = 0;
    missing();
    next(0);
  }

  // A page that is left may be kept for the way back, but not with a line.
  function leave() {
    hangUp();
    clearTimeout(trying);
    clearTimeout(losing);
    trying = losing = null;
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", wake);
  window.addEventListener("online", wake);
  window.addEventListener("focus", () => { if (quiet) wake(); });
  window.addEventListener("pagehide", leave);
  next(0);

  return {
    take,
    wake,
    stop() {
      stopped = true;
      leave();
    },
    get way() { return line ? "socket" : control ? "asking" : "none"; },
  };
}
