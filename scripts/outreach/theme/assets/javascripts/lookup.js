// On the page for missing addresses: a short link typed in small letters, with spaces, with a slash behind its B or with
// the letters O, I or L for digits leads to its code. Codes hold none of these letters.
// A right code without a page of its own, printed since the site was published, is shown what such pages show.
// Nothing is loaded if the code was already right, so a missing page can't lead to itself.
(() => {
  const [, base, letter, slash, typed] = location.pathname.match(/^(.*\/)(b)(\/?)([^/]+)\/?$/i) || [];
  if (!typed) return;
  const code = typed.replace(/%20|%C2%A0/gi, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(code)) return;
  if (letter !== "B" || slash || code !== typed) return location.replace(`${base}B${code}/`);
  // The check sign, as campaign/codes.py has it: Horner's rule in GF(2)[x] / (x⁵ + x² + 1).
  const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const times = (value) => (value & 16 ? (value << 1) ^ 37 : value << 1);
  const check = [...code.slice(0, 7)].reduce((total, sign) => times(total ^ signs.indexOf(sign)), 0);
  const title = document.querySelector("[data-code-title]");
  if (signs[check] !== code[7] || !title) return;
  for (const part of document.querySelectorAll("[data-missing]")) part.hidden = true;
  document.querySelector("h1").textContent = document.title = title.textContent;
  title.hidden = true;
})();
