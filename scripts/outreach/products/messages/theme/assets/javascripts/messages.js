// Texts to copy, and the counter of SMS: the same as products/segments.py, for browsers, from the same table of codings.
(function () {
  function once(signs) {
    return signs.filter(function (sign, at) { return signs.indexOf(sign) === at; }).join("");
  }

  // A sign by code points, a lone half of a pair by itself: as many as Python sees.
  function count(text, table) {
    var gsm7 = table.gsm7, basic = gsm7.basic.join(""), signs = Array.from(text);
    var forcing = signs.filter(function (sign) { return basic.indexOf(sign) < 0 && gsm7.extension.indexOf(sign) < 0; });
    var coding = forcing.length ? table.ucs2 : gsm7, units = 0, segments = 1, used = 0;
    var sizes = signs.map(function (sign) {
      return forcing.length ? sign.length : gsm7.extension.indexOf(sign) < 0 ? 1 : 2;
    });
    sizes.forEach(function (size) {
      units += size;
      if (used + size > coding.joined) { segments++; used = 0; }
      used += size;
    });
    var whole = units <= coding.single;
    return {encoding: coding.name, characters: signs.length, units: units,
      segments: whole ? Math.min(signs.length, 1) : segments,
      room: whole ? coding.single - units : coding.joined - used, forcing: once(forcing)};
  }

  function unmarked(text, table) {
    var plain = table.plain, marks = plain.marks;
    return Array.from(text.normalize("NFD")).filter(function (sign) {
      return sign < marks[0] || sign > marks[1];
    }).map(function (sign) {
      return Object.prototype.hasOwnProperty.call(plain, sign) ? plain[sign] : sign;
    }).join("").normalize("NFC");
  }

  function refused(text, carriers) {
    return once(Array.from(text).filter(function (sign) {
      return carriers.some(function (carrier) { return carrier.banned.indexOf(sign) >= 0; });
    }));
  }

  // Carriers that cut a text which comes to so much, or do not take it.
  function cut(tally, carriers) {
    return carriers.filter(function (carrier) {
      var most = tally.forcing ? carrier.marked : carrier.plain;
      return most !== null && tally.units > most;
    }).map(function (carrier) { return carrier.name; });
  }
  window.outreachMessages = {count: count, unmarked: unmarked, refused: refused, cut: cut};

  function copied(text, said, button) {
    said.value = "";
    function done() { said.value = button.dataset.done; }
    function byHand() {
      var area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      if (document.execCommand("copy")) done(); else said.value = button.dataset.manual;
      area.remove();
      button.focus();
    }
    if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  document.querySelectorAll(".message-form button").forEach(function (button) {
    var box = button.closest(".message-form");
    button.hidden = false;
    button.addEventListener("click", function () {
      copied(box.querySelector("[data-copy]").textContent, box.querySelector("output"), button);
    });
  });

  var form = document.getElementById("counter");
  if (!form) return;
  var table = JSON.parse(form.dataset.alphabet), carriers = JSON.parse(form.dataset.carriers);
  var words = JSON.parse(form.dataset.words), fields = form.elements, waiting;
  var shown = form.querySelector(".counted"), below = form.querySelector(".counted-plain");

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }
  function tally(text) {
    return filled(words.tally, count(text, table));
  }
  // A sign as people see it, with its number: spaces and marks are not seen.
  function named(sign) {
    var code = "U+" + sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign) ? sign : code;
  }
  function line(text, kind) {
    shown.appendChild(Object.assign(document.createElement("p"), {textContent: text, className: kind || ""}));
  }
  function tell() {
    var text = fields.text.value, own = count(text, table), whole = text.normalize("NFC");
    var bad = refused(text, carriers), over = cut(own, carriers), plain = unmarked(text, table);
    shown.textContent = "";
    fields.plain.value = plain;
    fields.said.value = "";
    fields.copy.disabled = !text;
    below.textContent = text ? tally(plain) : "";
    if (!text) return line(words.counter_empty);
    line(tally(text), "sum");
    line(filled(words.room, own));
    if (own.forcing) line(filled(words.forcing, {found: Array.from(own.forcing).map(named).join(" ")}), "doubt");
    if (whole !== text) line(filled(words.decomposed, {segments: count(whole, table).segments}), "doubt");
    if (over.length) line(filled(words.over, {found: over.join(", ")}), "fault");
    if (bad) line(filled(words.refused, {found: Array.from(bad).join(" ")}), "fault");
  }
  fields.text.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 250); // so that a screen reader is not interrupted at every letter
  });
  fields.copy.addEventListener("click", function () { copied(fields.plain.value, fields.said, fields.copy); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  tell();
})();
