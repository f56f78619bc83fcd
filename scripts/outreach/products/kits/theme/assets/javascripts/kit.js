// Packs the files of a unit's kit into one ZIP, from the page's links: the server need not keep each file twice.
// Without this script the links do the same work, one by one.
(() => {
  const CRCS = Int32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
    return byte;
  });
  const crc = bytes => ~bytes.reduce((sum, byte) => CRCS[(sum ^ byte) & 255] ^ (sum >>> 8), -1);

  // Numbers, each with its length in bytes, as a ZIP holds them: the lowest byte first.
  const record = (...fields) => Uint8Array.from(
    fields.flatMap(([length, number]) => Array.from({ length }, (_, at) => (number >>> (8 * at)) & 255)),
  );

  // APPNOTE.TXT 4.3: a head before each file, then the directory. PDF and Word files are packed in themselves, so all
  // are stored as they are. Every file bears 1980-01-01, the earliest day that a ZIP can hold.
  const pack = files => {
    const parts = [];
    const directory = [];
    let at = 0;
    for (const { name, bytes } of files) {
      const label = new TextEncoder().encode(name);
      const about = [
        [2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], // version 2.0, names in UTF-8, stored, time, day
        [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, label.length], [2, 0],
      ];
      const head = record([4, 0x04034b50], ...about);
      // Made on Unix: a file that all may read (0644).
      directory.push(record([4, 0x02014b50], [2, 0x314], ...about, [2, 0], [2, 0], [2, 0], [4, 0o100644 << 16], [4, at]));
      directory.push(label);
      parts.push(head, label, bytes);
      at += head.length + label.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const count = files.length;
    const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0]);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  };

  const load = async link => {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.status);
    return { name: link.getAttribute("href"), bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob); // stays until the page is left: browsers read it when they like
    link.download = name;
    link.click();
  };

  const start = () => {
    const button = document.querySelector("[hidden] > [data-zip]");
    if (!button) return;
    const status = button.parentElement.querySelector("[role=status]");
    const note = status.textContent;
    button.addEventListener("click", async () => {
      button.disabled = true;
      status.textContent = button.dataset.loading;
      try {
        const first = document.querySelector("script[data-name]");
        const instructions = { name: first.dataset.name, bytes: new TextEncoder().encode(first.textContent) };
        const links = document.querySelectorAll(".unit-sheet a[download], .unit-read a[download]");
        save(pack([instructions, ...(await Promise.all(Array.from(links, load)))]), button.dataset.zip);
        status.textContent = note;
      } catch {
        status.textContent = button.dataset.failed;
      }
      button.disabled = false;
    });
    button.parentElement.hidden = false;
  };

  if (window.document$) window.document$.subscribe(start);
  else start();
})();
