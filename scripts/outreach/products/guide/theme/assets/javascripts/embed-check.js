// Whether a portal's page still shows the guide as it is. The same as products/embed_check.py, for browsers: what is
// pasted is parsed and never shown, run or sent.
(function () {
  var form = document.getElementById("checker");
  var UNSEEN = "script style template noscript head title textarea".split(" ");
  var BLOCKS = "p div h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr td th section article br dt dd pre".split(" ");
  var ALIKE = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "…": "...", "×": "x"};
  var SPACE = /[\s\u200b\u2060\ufeff\u00ad]/;

  function said(root) {
    var words = [], text = [], places = [], links = [];
    function say(piece) {
      Array.from(piece.normalize("NFC")).forEach(function (character) {
        if (SPACE.test(character)) {
          if (text.length && text[text.length - 1] !== " ") text.push(" ");
          return;
        }
        Array.from(ALIKE[character] || character).forEach(function (one) {
          words.push(one);
          places.push(text.length);
        });
        text.push(character);
      });
    }
    (function walk(node) {
      if (node.nodeType === 3) return say(node.data);
      if (node.nodeType !== 1 && node.nodeType !== 9 && node.nodeType !== 11) return;
      var name = node.localName || "", block = BLOCKS.indexOf(name) >= 0;
      if (UNSEEN.indexOf(name) >= 0) return;
      if (block) say(" ");
      if (name === "a" && node.getAttribute("href")) links.push([words.length, node.getAttribute("href").trim()]);
      node.childNodes.forEach(walk);
      if (block) say(" ");
    })(root);
    return {words: words, links: links, around: function (at) {
      if (!places.length) return "";
      var end = places.length - 1, first = places[Math.max(0, Math.min(at, end) - 16)];
      var last = places[Math.min(at + 32, end)] + 1, cut = text.slice(first, last).join("");
      if (first && cut.indexOf(" ") >= 0) cut = "…" + cut.slice(cut.indexOf(" ") + 1);
      if (last < text.join("").trimEnd().length && cut.indexOf(" ") >= 0) cut = cut.slice(0, cut.lastIndexOf(" ")) + "…";
      return cut;
    }};
  }

  function below(listing, address) {
    var own = new URL(listing.site), target;
    try { target = new URL(address, own.protocol + "//elsewhere.invalid"); } catch (error) { return null; }
    if (["http:", "https:"].indexOf(target.protocol) < 0 || target.host !== own.host) return null;
    if (target.pathname.indexOf(own.pathname) !== 0) return null;
    return target.pathname.slice(own.pathname.length).replace(/index\.html$/, "");
  }

  // The place of the page that a frame of this address shows, published or not; null if it shows no such page.
  function framed(listing, address) {
    var place = below(listing, address);
    if (place && !/\/$/.test(place)) place += "/";
    return place && place.indexOf(listing.frames) === 0 ? place.slice(listing.frames.length) : null;
  }

  // Those that stand where everybody sees them.
  function seen(root, selector) {
    return Array.from(root.querySelectorAll(selector)).filter(function (element) {
      return !element.closest("noscript, template");
    });
  }

  function reported(record, state, found, listing) {
    return {kind: "frame", title: record.title, state: state, found: found, expected: listing.site + record.fragment, hints: []};
  }

  function attributes(element) {
    return Array.from(element.attributes).filter(function (one) { return one.value.indexOf("//") >= 0; });
  }

  // Frames whose address waits in another attribute, until a script of the portal puts it where it belongs.
  function held(root, listing) {
    var all = [];
    seen(root, "*").forEach(function (element) {
      var frame = element.localName === "iframe";
      if (frame && framed(listing, element.getAttribute("src") || "") !== null) return;
      attributes(element).some(function (one) {
        if (one.name === "src" || !(frame || one.name.indexOf("data-") === 0)) return false;
        var place = framed(listing, one.value), record = place === null ? null : listing.places[place];
        if (!record) return false;
        var marks = (element.getAttributeNames().join(" ") + " " + (element.getAttribute("class") || "")).toLowerCase();
        var consent = (listing.consent || []).some(function (mark) { return marks.indexOf(mark) >= 0; });
        all.push(reported(record, consent ? "consent" : "lazy", one.name, listing));
        return true;
      });
    });
    return all;
  }

  function plain(text) {
    return (text || "").split(/\s+/).filter(Boolean).join(" ");
  }

  // Frames without an address that were the campaign's: by their title, or by the link that stands before them.
  function stripped(root, listing) {
    var all = [], titles = Object.create(null), before = null;
    listing.pages.forEach(function (record) { titles[plain(record.title)] = record; });
    seen(root, "a, iframe").forEach(function (element) {
      if (element.localName === "a") {
        var place = below(listing, element.getAttribute("href") || "");
        before = place === null ? null : listing.places[place] || null;
        return;
      }
      var source = (element.getAttribute("src") || "").trim();
      if (source && !/^(about:|data:|javascript:|[#?])/i.test(source)) return;
      if (attributes(element).some(function (one) { return framed(listing, one.value) !== null; })) return;
      var record = titles[plain(element.getAttribute("title"))] || before;
      if (record) all.push(reported(record, "stripped", "src", listing));
    });
    return all;
  }

  // Frames of which the plain link is left that stood beside them.
  function gone(page, listing, linked, known) {
    var all = [], titles = known.map(function (one) { return one.title; });
    page.links.forEach(function (link, index) {
      var record = linked[index] === null ? null : listing.places[linked[index]];
      if (!record || titles.indexOf(record.title) >= 0) return;
      var opens = listing.signed[record.language].open, shown = document.createElement("p");
      shown.textContent = record.title + " (" + opens + ")";
      var words = said(shown).words;
      if (!opens || page.words.slice(link[0], link[0] + words.length).join("") !== words.join("")) return;
      titles.push(record.title);
      all.push(reported(record, "gone", "iframe", listing));
    });
    return all;
  }

  function frames(root, listing, linked) {
    var found = [], sized = Array.from(root.ownerDocument.querySelectorAll("script[src]")).some(function (script) {
      return script.getAttribute("src").indexOf("/embed/v1") >= 0;
    });
    seen(root, "iframe").forEach(function (frame) {
      var address = frame.getAttribute("src") || "", place = below(listing, address), hints = [];
      if (place === null) return;
      var asked = !place || /\/$/.test(place) ? place : place + "/", own = listing.places[asked];
      if (own && asked.indexOf(listing.frames) !== 0)
        return found.push({kind: "frame", title: own.title, state: "blank", found: address,
          expected: listing.site + listing.frames + asked, hints: []});
      if (asked.indexOf(listing.frames) !== 0) return;
      var record = listing.places[asked.slice(listing.frames.length)], sandbox = frame.getAttribute("sandbox");
      if (!record) return found.push({kind: "frame", title: "", state: "unknown", found: address, expected: "", hints: []});
      if (linked.indexOf(record.url) < 0) hints.push("fallback");
      if (!(frame.getAttribute("title") || "").trim()) hints.push("title");
      if (/^http:/i.test(address) && /^https:/.test(listing.site)) hints.push("plain");
      if (sandbox !== null && !["allow-downloads", "allow-popups"].every(function (token) {
        return sandbox.split(/\s+/).indexOf(token) >= 0;
      })) hints.push("downloads");
      if (!sized && !frame.getAttribute("height") && (frame.getAttribute("style") || "").indexOf("height") < 0)
        hints.push("height");
      found.push({kind: "frame", title: record.title, state: record.state, found: "", expected: "", hints: hints});
    });
    return found;
  }

  function escaped(text) {
    return said(parsed(text)).words.join("").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }

  function signed(page, at, record, listing) {
    var words = listing.signed[record.language], rest = page.words.slice(at, at + 300).join("");
    var line = new RegExp("^" + escaped(words.name) + "\\..{0,60}?" + escaped(words.version) +
      "((?:[\\p{L}\\p{N}_.]+-)?[0-9a-f]{6})\\.", "u");
    var match = line.exec(rest);
    return match && {version: match[1], end: at + Array.from(match[0]).length};
  }

  function difference(page, end, right) {
    var head = right.words.slice(0, 16).join(""), start, at = 0, back = 0;
    for (start = end - 16; start >= 0; start--) if (page.words.slice(start, start + 16).join("") === head) break;
    if (start < 0) {
      while (back < Math.min(end, right.words.length) &&
        page.words[end - 1 - back] === right.words[right.words.length - 1 - back]) back++;
      return [page.around(end - 1 - back), right.around(right.words.length - 1 - back)];
    }
    while (at < Math.min(end - start, right.words.length) && page.words[start + at] === right.words[at]) at++;
    return [page.around(start + at), right.around(at)];
  }

  function links(page, start, right) {
    var have = page.links.filter(function (link) {
      return start <= link[0] && link[0] < start + right.words.length;
    }).map(function (link) { return [link[0] - start, link[1]]; });
    for (var index = 0; index < Math.max(have.length, right.links.length); index++) {
      var mine = have[index], theirs = right.links[index];
      if (mine && theirs && mine[0] === theirs[0] && mine[1] === theirs[1]) continue;
      if (theirs && !/^http/.test(theirs[1]) && (!mine || mine[0] !== theirs[0])) {
        have.splice(index, 0, theirs);
        continue;
      }
      return {state: "link", found: mine ? mine[1] : "", expected: theirs ? theirs[1] : ""};
    }
    return {state: "current", found: "", expected: ""};
  }

  // What is known of a fragment that a link ends, and where its words stand; null if the link is in no such line.
  async function fragment(page, at, place, listing, load) {
    var record = listing.places[place], line = signed(page, at, record, listing);
    if (!line) return null;
    var found = {kind: "fragment", title: record.title, hints: [], found: "", expected: ""};
    var right = said(parsed(await load(record.fragment))), start = Math.max(0, line.end - right.words.length);
    if (record.state === "withdrawn") found.state = "withdrawn";
    else if (line.version !== record.version)
      Object.assign(found, {state: "old", found: line.version, expected: record.version});
    else if (page.words.slice(start, line.end).join("") !== right.words.join("")) {
      var both = difference(page, line.end, right);
      Object.assign(found, {state: "altered", found: both[0], expected: both[1]});
    } else Object.assign(found, links(page, start, right));
    return {found: found, start: start, end: line.end};
  }

  // Copies whose last line is gone or leads elsewhere: most of a page's words stand there, outside those that are known.
  // Where all stand there, the links are what differs.
  async function unsigned(page, copied, listing, load) {
    var rest = page.words.slice(), found = [], RUN = 40;
    copied.forEach(function (one) { rest.fill("\0", one.start, one.end); });
    var text = rest.join(""), places = [];
    rest.forEach(function (word, index) { for (var unit = 0; unit < word.length; unit++) places.push(index); });
    for (var record of listing.pages) {
      var right = said(parsed(await load(record.fragment))), runs = 0, last = -1, there = 0;
      var whole = text.indexOf(right.words.join(""));
      if (whole >= 0) {
        found.push(Object.assign({kind: "fragment", title: record.title, hints: []}, links(page, places[whole], right)));
        continue;
      }
      for (var at = 0; at < right.words.length - RUN; at += RUN) {
        var where = text.indexOf(right.words.slice(at, at + RUN).join(""));
        runs++;
        if (where >= 0) there++;
        if (where >= 0) last = Math.max(last, places[where]);
      }
      if (there * 2 > runs)
        found.push({kind: "fragment", title: record.title, state: "altered", found: page.around(last + RUN),
          expected: right.around(right.words.length), hints: []});
    }
    return found;
  }

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html").body;
  }

  async function examine(html, listing, load) {
    listing.places = Object.create(null);
    listing.pages.forEach(function (record) { listing.places[record.url] = record; });
    var root = parsed(html), page = said(root), copied = [];
    var linked = page.links.map(function (link) { return below(listing, link[1]); });
    var all = frames(root, listing, linked).concat(held(root, listing), stripped(root, listing));
    for (var index = 0; index < page.links.length; index++) {
      var place = linked[index];
      if (place === null || !listing.places[place]) continue;
      var one = await fragment(page, page.links[index][0], place, listing, load);
      if (one) copied.push(one);
    }
    all = all.concat(copied.map(function (one) { return one.found; }), await unsigned(page, copied, listing, load),
      gone(page, listing, linked, all));
    if (all.length) return all;
    listing.pages.forEach(function (record) {
      if (linked.indexOf(record.url) >= 0)
        all.push({kind: "link", title: record.title, state: record.state, found: "", expected: "", hints: []});
    });
    return all.length ? all : [{kind: "", title: "", state: "nothing", found: "", expected: "", hints: []}];
  }
  window.outreachExamine = examine;

  if (!form) return;
  var output = form.querySelector(".checked"), words = JSON.parse(output.dataset.words);
  function load(path) {
    return fetch(new URL(form.dataset.site + path, location.href)).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer.status);
    });
  }
  function filled(text, values) {
    return text.replace(/\{(found|expected)\}/g, function (all, name) { return values[name]; });
  }
  function line(parent, name, text) {
    return parent.appendChild(Object.assign(document.createElement(name), {textContent: text}));
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    load("embed/v1/versions.json").then(JSON.parse).then(function (listing) {
      return examine(form.elements.html.value, listing, load);
    }).then(function (all) {
      output.textContent = "";
      line(output, "h2", words.result);
      all.forEach(function (one) {
        var box = output.appendChild(document.createElement("div"));
        box.className = "found " + one.state + (one.hints.length ? " doubtful" : "");
        if (one.kind) line(box, "h3", words["kind_" + one.kind] + (one.title ? ": " + one.title : ""));
        line(box, "p", filled(words["state_" + one.state], one));
        one.hints.forEach(function (hint) { line(box, "p", words["hint_" + hint]).className = "hint"; });
      });
    }).catch(function () { output.textContent = words.failed; });
  });
  form.hidden = false;
})();
