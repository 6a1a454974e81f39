/**
 * Stands in the page itself, before its style (web/assets.py): nothing it does can wait for a file. A phone that comes back with its
 * seat asks for what its socket will bring, and shows it as soon as it has its style. phone.js takes over what it finds in `window.boot`.
 */
(() => {
  const { asked = "", shown = "", modules = "" } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  const seat = storedSeat();
  const boot = {
    seat,
    snapshot: /** @type {Promise<any>} */ (Promise.resolve(null)),
    receivedAt: 0,  // ms of the page's life when the snapshot came
    taken: false,  // phone.js is there: pages go through the stage now
    submitted: false,  // «Entrar» was pressed before any script could hear it
    modulesOf,
  };
  Object.assign(window, { boot });
  document.addEventListener("submit", (event) => {
    event.preventDefault();  // without scripts a browser would leave the page
    boot.submitted ||= /** @type {HTMLElement} */ (event.target).matches("[data-join] form");
  });
  if (seat) fetchSnapshot();
  preload(modules.split(" "));

  function fetchSnapshot() {
    const headers = { Authorization: `Bearer ${seat.token}`, Accept: "application/json" };
    const told = fetch("/ahora", { headers, cache: "no-store" }).then((reply) => reply.ok ? reply.json() : null);
    const styled = loadSheet(asked);
    const parsed = new Promise((done) => document.addEventListener("readystatechange", done, { once: true }));
    parsed.then(showConnecting);
    boot.snapshot = told.then(async (snapshot) => {
      boot.receivedAt = performance.now();
      await parsed;
      if (snapshot?.round) preload(modulesOf(snapshot.round.kind));
      await (isOnlyQuestion(snapshot) ? styled : Promise.all([styled, loadSheet(shown)]));
      if (snapshot && !boot.taken) show(snapshot);
      return snapshot;
    }).catch(() => null);  // whatever went wrong, the socket will say it
  }

  /** The phone's own sheet comes after these, and turns their knobs; results' before questions'. @param {string} href */
  function loadSheet(href) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    sheet.dataset.loaded = "";
    const before = href === shown ? document.querySelector("link[data-loaded]") : null;
    document.head.insertBefore(sheet, before);
    return new Promise((done) => { sheet.onload = sheet.onerror = done; });
  }

  /** True for a question and nothing else: the style of results can come later. @param {any} snapshot */
  function isOnlyQuestion(snapshot) {
    return !snapshot || (snapshot.page === "open" && !/data-(chart|draw|path|handed)/.test(snapshot.html));
  }

  /** The seat this phone is in; the code in the address says if another one is meant. */
  function storedSeat() {
    try {
      const typed = /^\/(\d{6})$/.exec(location.pathname)?.[1];
      const current = stored("current");
      return !typed || typed === current ? stored("seats").find((/** @type {any} */ each) => each.code === current) : null;
    } catch {
      return null;  // a browser that keeps nothing, or somebody else's text under our names
    }
  }

  /** As store.js reads. @param {string} key */
  function stored(key) {
    return JSON.parse(localStorage.getItem(`ma:${key}`) ?? "null");
  }

  /** A kind's module and those it will ask for: a browser finds them one after the other. @param {string} kind @returns {string[]} */
  function modulesOf(kind) {
    const name = `activities/${kind}`;
    return [name, ...JSON.parse(document.body.dataset.dependencies ?? "{}")[name]?.split(" ") ?? []];
  }

  /** All at once: a module found by reading another costs the room's Wi-Fi a round trip. @param {string[]} names as in the table beside */
  function preload(names) {
    const addresses = JSON.parse(document.querySelector("script[data-modules]")?.textContent ?? "{}");
    document.head.append(...names.map((name) => Object.assign(document.createElement("link"), { rel: "modulepreload", href: addresses[name] })));
  }

  function showConnecting() {
    /** @type {HTMLElement} */ (document.querySelector("[data-join]")).hidden = true;
    showTemplate(document.getElementById("stage"), document.getElementById("connecting"));
    const strip = /** @type {HTMLElement} */ (document.querySelector("[data-strip]"));
    showTemplate(strip, document.querySelector("template[data-strip-state=connecting]"));
    Object.assign(strip.dataset, { state: "connecting", tone: "" });
  }

  /** @param {HTMLElement | null} place @param {Element | null} template */
  function showTemplate(place, template) {
    if (!place) return;
    place.replaceChildren(/** @type {HTMLTemplateElement} */ (template).content.cloneNode(true));
    place.hidden = false;
  }

  /** @param {any} snapshot */
  function show({ key, html, round, personal }) {
    const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
    stage.innerHTML = html;  // as in stage.js, which goes on with this page by its key
    stage.dataset.key = key;
    const form = /** @type {HTMLElement | null} */ (stage.querySelector("form[data-answer]"));
    if (!form || !round) return;
    const entry = stored(`answers:${seat.run}`)?.[round.id];
    const saved = personal?.answers?.[round.id] ?? entry?.saved;
    // A thumb is heard once the scripts are there. Words would come before those that are kept: they wait.
    form.inert = Boolean(saved ?? entry ?? stored(`draft:${seat.run}:${round.id}`)) && !form.querySelector("[data-send=tap]");
    const withdraw = /** @type {HTMLElement | null} */ (form.querySelector("[data-withdraw]"));
    if (withdraw && saved && !entry?.pending) withdraw.hidden = saved.state === "withdraw";  // as answer_form.js will: nothing may move
  }
})();
