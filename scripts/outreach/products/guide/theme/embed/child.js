// In the frame: tells the page around it how high this one is, and how far down a link within it leads. Only numbers
// and addresses of this page's own links leave it; nothing that comes in is shown or followed.
(function () {
  var page = document.documentElement, around = parent, last = 0, asked;
  // WordPress asks for it back.
  var secret = /[#&?]secret=(\w{1,32})/.exec(location.hash);
  if (around === window) return;
  function post(message) {
    around.postMessage(message, "*");
  }
  function wordpress(message, value) {
    if (secret) post({ message: message, value: value, secret: secret[1] });
  }
  function tell() {
    var high = Math.ceil(page.getBoundingClientRect().height);
    if (!high || high === last) return;
    last = high;
    post({ outreach: 1, height: high });
    wordpress("height", high);
    post({ sentinel: "amp", type: "embed-size", height: high });
  }
  if (window.ResizeObserver) new ResizeObserver(tell).observe(page);
  else setInterval(tell, 500);
  addEventListener("load", tell);
  addEventListener("message", function (event) {
    var said = event.data;
    if (event.source !== around || !said || (said.outreach !== "height" && said.message !== "ready")) return;
    asked = asked || said.outreach;
    last = 0;
    tell();
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link) return;
    if (link.getAttribute("href")[0] !== "#") return wordpress("link", link.href);
    var goal = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!goal) return;
    // Moves the page around, if none of our scripts is known to do so there, and leave room for that page's head.
    // Without "true" Firefox moves it no further than until the place shows at the lower edge of the window.
    if (!asked) goal.scrollIntoView(true);
    post({ outreach: 1, scroll: Math.round(goal.getBoundingClientRect().top) });
  });
})();
