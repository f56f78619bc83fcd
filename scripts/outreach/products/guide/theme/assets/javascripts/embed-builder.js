// The builder of snippets: takes the code of every page from the lists below it, which work without this script.
(function () {
  var form = document.getElementById("builder");
  if (!form) return;
  var fields = form.elements, preview = form.querySelector("iframe"), asked = 0;

  function stored(kind) {
    var rows = document.querySelectorAll("details.snippets"), at;
    for (at = 0; at < rows.length; at++)
      if (rows[at].dataset.page === fields.page.value) return rows[at].querySelector('[data-kind="' + kind + '"]').value;
  }

  function row() {
    return document.querySelector('details.snippets[data-page="' + CSS.escape(fields.page.value) + '"]');
  }

  // The height of a page at a width, as products/guide/heights.py has it: straight between the widths that were measured.
  function height(width) {
    var points = row().dataset.heights.split(" ").map(Number), at = 0;
    if (width <= points[0]) return points[1];
    for (at = 2; at < points.length; at += 2)
      if (width <= points[at])
        return Math.ceil(points[at - 1] + (points[at + 1] - points[at - 1]) * (width - points[at - 2]) / (points[at] - points[at - 2]));
    return points[points.length - 1];
  }

  // A width limits what has a style of its own: the frame's box, or the card's. Where portals drop styles, the frame
  // has the height that it needs at this width.
  function limited(code) {
    var width = Math.round(fields.width.valueAsNumber);
    if (!(width >= 280 && width <= 2000)) return code;
    return code.replace(' style="', ' style="max-width:' + width + "px;")
      .replace(/(<iframe [^>]* height=")[0-9]+/, function (all, before) { return before + height(width); });
  }

  // The preview is a portal's page with nothing on it, in a frame without this site's rights. The guide's address is
  // replaced by the one from which this page came: a trial of the site shows its own pages.
  function show(code) {
    var here = new URL(form.dataset.site, location.href).href;
    var page = code.split(form.dataset.base).join(here).replace(/ integrity="[^"]*" crossorigin="[^"]*"/, "");
    preview.srcdoc = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
      "<style>body{font-family:sans-serif;margin:12px}</style>" + page;
  }

  function say(code) {
    fields.code.value = code;
    show(fields.kind.value === "oembed" ? stored("frame") : code);
  }

  function build() {
    var kind = fields.kind.value, level = fields.level.value, own = ++asked;
    form.querySelectorAll("[data-for]").forEach(function (label) {
      label.hidden = label.dataset.for.split(" ").indexOf(kind) < 0;
    });
    fields.said.value = "";
    if (kind !== "fragment" || level === "2") return say(limitable(kind) ? limited(stored(kind)) : stored(kind));
    var frame = row().dataset.frame;
    fetch(frame + "fragment-h" + level + ".txt").then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer.status);
    }).then(function (code) {
      if (own === asked) say(code.trim());
    }).catch(function () {
      if (own !== asked) return;
      fields.level.value = "2";
      say(stored("fragment"));
      fields.said.value = form.dataset.failed;
    });
  }

  function limitable(kind) {
    return ["frame", "script", "pinned", "card"].indexOf(kind) >= 0;
  }

  // Only the pages of one language are offered.
  function speak() {
    var language = fields.language && fields.language.value, first;
    Array.prototype.forEach.call(fields.page.options, function (option) {
      option.hidden = option.disabled = Boolean(language) && option.dataset.language !== language;
      if (!option.disabled && !first) first = option;
    });
    if (fields.page.selectedOptions[0].disabled) first.selected = true;
  }

  function copy(area, said) {
    function done() {
      said.value = fields.copy.dataset.done;
    }
    area.select();
    said.value = "";
    function byHand() {
      if (document.execCommand("copy")) done();
      else said.value = form.dataset.manual;
    }
    if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(area.value).then(done, byHand);
    else byHand();
  }

  fields.copy.addEventListener("click", function () {
    copy(fields.code, fields.said);
  });
  // Each code in the lists has a button of its own, once it is seen.
  document.querySelectorAll("details.snippets").forEach(function (row) {
    row.addEventListener("toggle", function () {
      row.querySelectorAll("textarea").forEach(function (area) {
        var line = document.createElement("p"), button = fields.copy.cloneNode(true), said = document.createElement("output");
        button.className = "md-button";
        button.removeAttribute("name");
        button.setAttribute("aria-label", button.textContent + ": " + area.parentNode.firstChild.data.trim());
        button.addEventListener("click", function () { copy(area, said); });
        line.className = "builder-copy";
        line.append(button, " ", said);
        area.parentNode.after(line);
      });
    }, {once: true});
  });
  form.addEventListener("input", function (event) {
    if (event.target === fields.code) return;
    if (event.target === fields.language) speak();
    if (event.target === fields.width) fields.width.reportValidity();
    build();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  form.hidden = false;
  speak();
  build();
})();
