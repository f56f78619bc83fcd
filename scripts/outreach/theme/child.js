// In an embeddable page. Chromium asks a framed page for its height once, now and then before the frame has its
// width, and not again when the width changes; so the page offers it anew. Without this script the page still works.
if (window.requestResize && parent !== window) {
  new ResizeObserver(() => {
    try { requestResize(); } catch { /* not in an iframe, but in an object or the like */ }
  }).observe(document.documentElement);
}
