// On the page for missing addresses: a short link typed in small letters, with spaces, with a slash behind its B or with
// the letters O, I or L for digits leads to its code. Codes hold none of these letters.
// Nothing happens if the code was already right, so a missing page can't lead to itself.
(() => {
  const [, base, letter, slash, typed] = location.pathname.match(/^(.*\/)(b)(\/?)([^/]+)\/?$/i) || [];
  if (!typed) return;
  const code = typed.replace(/%20|%C2%A0/gi, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  const changed = letter !== "B" || slash || code !== typed;
  if (changed && /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code)) location.replace(`${base}B${code}/`);
})();
