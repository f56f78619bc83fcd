// On the page for missing addresses: a short link typed in small letters or with spaces leads to its code.
// Nothing happens if the code was already right, so a missing page can't lead to itself.
(() => {
  const [, base, folder, typed] = location.pathname.match(/^(.*\/)(b)\/([^/]+)\/?$/i) || [];
  if (!typed) return;
  const code = typed.replace(/%20|%C2%A0/gi, "").toUpperCase();
  const changed = folder !== "b" || code !== typed;
  if (changed && /^[0-9A-Z]{8}$/.test(code)) location.replace(`${base}b/${code}/`);
})();
