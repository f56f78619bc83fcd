// Finds a unit as one types: by name with or without marks and spaces, by code, narrowed down by its district.
// The field is an ARIA 1.2 combobox whose options are links. Without this script the page's lists do the same work.
(() => {
  const MOST = 20;
  const RANKS = 7;

  // theme/folding.toml: visitors leave out marks, type letters that only look like đ, and apostrophes of any kind.
  const { marks, letters, apostrophes } = __FOLDING__;
  const PLAIN = { ...letters, ...apostrophes };
  const FOLDED = new RegExp(`[${marks.join("-")}${Object.keys(PLAIN).join("")}]`, "g");
  const fold = text => text.toLowerCase().normalize("NFKD").replace(FOLDED, sign => PLAIN[sign] || "");
  // Its words; a number is the same with zeros before it.
  const split = text => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(word => word.replace(/^0+(?=\d)/, ""));

  // Words with spaces, then run together, and where each of them begins there: "y yen" → "yyen", [0, 1].
  const join = words => {
    let length = 0;
    const starts = words.map(word => (length += word.length) - word.length);
    return { spaced: ["", ...words].join(" "), text: words.join(""), starts };
  };

  // True if some word begins with what was typed, or it and those after it do.
  const begins = (joined, part) => {
    if (!joined.text.includes(part)) return false;
    for (const at of joined.starts) if (joined.text.startsWith(part, at)) return true;
    return false;
  };

  const prepare = ({ kinds, provinces, places, units }) => {
    const labels = places.map(([district, at]) => [district, provinces[at]].filter(Boolean).join(", "));
    const seats = labels.map(label => join(split(fold(label))));
    const names = fold(units.map(unit => unit[2]).join("\n")).split("\n");
    return {
      kinds: kinds.map(kind => split(fold(kind))),
      units: units.map(([code, kind, name, place], i) => ({
        code, kind, folded: code.toLowerCase(), name: join(split(names[i])), seat: seats[place],
        label: kinds[kind] ? `${kinds[kind]} ${name}` : name, place: labels[place],
      })),
    };
  };

  // What was typed, as each kind of unit reads it: "xa nam cuong" asks a commune for "nam cuong", and others for all.
  const readings = (words, kinds) => kinds.map(kind => {
    const initials = kind.map(word => word[0]).join("");
    const typed = kind.length && kind.every((word, i) => word === words[i]);
    if (typed) return words.slice(kind.length);
    return words.length > 1 && kind.length && words[0] === initials ? words.slice(1) : null;
  });

  // 0 is best: the whole code or name, its beginning, a later word of it, either in one word; the kind alone;
  // some words of the name and some of the place.
  const rank = (unit, query, code) => {
    const { name, seat } = unit;
    const { words, text, spaced } = query;
    if (!text) return 5;
    if (unit.folded === code || name.text === text) return 0;
    if (name.spaced.startsWith(spaced)) return 1;
    if (code && unit.folded.startsWith(code)) return 2;
    if (name.text.startsWith(text)) return 2;
    if (name.spaced.includes(spaced)) return 3;
    if (begins(name, text)) return 4;
    if (words.length < 2 || !begins(name, words[0])) return -1;
    return words.every(word => begins(name, word) || begins(seat, word)) ? 6 : -1;
  };

  const find = ({ kinds, units }, query) => {
    const [head, ...tail] = fold(query).split(",");
    const words = split(head);
    const where = tail.map(part => split(part).join("")).filter(Boolean);
    if (!words.length && !where.length) return [];
    const ask = asked => ({ words: asked, ...join(asked) });
    const whole = ask(words);
    const own = readings(words, kinds).map(reading => reading && ask(reading));
    const code = head.replace(/[^\p{L}\p{N}]+/gu, "");
    const found = Array.from({ length: RANKS }, () => []);
    for (const unit of units) {
      if (where.length && !where.every(part => begins(unit.seat, part))) continue;
      let best = rank(unit, whole, code);
      if (own[unit.kind]) {
        const other = best === 0 ? 0 : rank(unit, own[unit.kind], "");
        if (best < 0 || (other >= 0 && other < best)) best = other;
      }
      if (best >= 0) found[best].push(unit);
    }
    return found.flat();
  };

  const start = () => {
    const form = document.querySelector(".finder[hidden]");
    if (!form) return;
    const field = form.querySelector("input");
    const list = form.querySelector("[role=listbox]");
    const said = form.querySelector("[role=status]");
    const words = form.dataset;
    let index = null;
    let loading = null;
    let active = -1;

    const choose = at => {
      const options = list.children;
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = at;
      if (options[at]) {
        options[at].setAttribute("aria-selected", "true");
        options[at].scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", options[at].id);
      } else field.removeAttribute("aria-activedescendant");
    };

    const option = (unit, i) => {
      const link = document.createElement("a");
      const name = document.createElement("b");
      const place = document.createElement("small");
      name.textContent = unit.label;
      const code = document.createElement("span");
      place.textContent = unit.place;
      code.textContent = unit.code;
      link.append(name, " ", code, " ", place);
      link.id = `finder-${i}`;
      link.href = `${unit.code}/`;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      return link;
    };

    const show = (units, text) => {
      choose(-1);
      list.replaceChildren(...units.slice(0, MOST).map(option));
      list.hidden = !units.length;
      field.setAttribute("aria-expanded", String(units.length > 0));
      said.textContent = text;
    };

    const update = () => {
      if (!field.value.trim()) return show([], "");
      if (!index) return load();
      const found = find(index, field.value);
      const count = found.length;
      const text = !count ? words.none : count === 1 ? words.one : count > MOST ? words.more : words.other;
      show(found, text.replace("#", count));
    };

    const load = () => {
      if (field.value.trim() && !index) said.textContent = words.loading;
      loading ||= fetch(words.index)
        .then(response => response.ok ? response.json() : Promise.reject(response.status))
        .then(data => { index = prepare(data); update(); })
        .catch(() => { loading = null; said.textContent = words.failed; });
    };

    field.addEventListener("focus", load);
    field.addEventListener("input", update);
    field.addEventListener("keydown", event => {
      const count = list.children.length;
      if (event.isComposing) return;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
        event.preventDefault();
      } else if (event.key === "Escape" && field.value) {
        if (list.hidden) field.value = "";
        show([], "");
        event.preventDefault();
      }
    });
    form.addEventListener("submit", event => {
      event.preventDefault();
      const chosen = list.children[Math.max(active, 0)];
      if (chosen) chosen.click();
    });
    form.hidden = false;
    if (field.value || document.activeElement === field) update();
  };

  if (window.document$) window.document$.subscribe(start);
  else start();
})();
