// The page for the press: filters its pictures and copies its texts. Without this script all of them are there.
(function () {
  var form = document.getElementById("press-filter");
  if (!form) return;
  var fields = form.elements, words = form.dataset;
  var items = Array.prototype.slice.call(document.querySelectorAll(".press-items > li"));

  function fits(item) {
    return (!fields.use.value || item.dataset.use === fields.use.value) &&
      (!fields.kind.value || item.dataset.kind === fields.kind.value) &&
      (!fields.size.value || item.dataset.size.split("|").indexOf(fields.size.value) >= 0);
  }

  function filter() {
    var shown = 0;
    items.forEach(function (item) {
      item.hidden = !fits(item);
      if (!item.hidden) shown++;
    });
    document.querySelectorAll(".press-group").forEach(function (group) {
      group.hidden = !group.querySelector("li:not([hidden])");
    });
    var chosen = fields.use.value || fields.kind.value || fields.size.value;
    fields.found.value = !chosen ? "" :
      shown === 0 ? words.none : shown === 1 ? words.one : words.other.replace("#", shown);
  }

  function copy(text, said) {
    function done() { said.value = words.copied; }
    function byHand() {
      var range = document.createRange(), selection = getSelection();
      range.selectNodeContents(text);
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand("copy")) done();
      else said.value = words.manual;
    }
    said.value = "";
    if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(text.textContent.trim()).then(done, byHand);
    else byHand();
  }

  // Each text that is there to be copied has a button right behind it; of the page's own words these are quotations.
  document.querySelectorAll(".md-content [data-copy]:not(form), .md-content blockquote, .md-content .quote").forEach(function (text) {
    var what = text.dataset.copy || "", line = document.createElement(text.tagName === "SPAN" ? "span" : "p");
    var button = document.createElement("button"), said = document.createElement("output");
    button.type = "button";
    button.className = "press-copy";
    button.textContent = words.copy + (what ? " " + what.toLowerCase() : "");
    button.setAttribute("aria-label", button.textContent + ": " + (text.dataset.of || text.textContent.trim().slice(0, 50)));
    button.addEventListener("click", function () { copy(text, said); });
    line.className = "press-copying";
    line.append(button, " ", said);
    text.after(line);
  });

  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  filter();
})();
