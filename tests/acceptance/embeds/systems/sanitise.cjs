// node sanitise.cjs dompurify|sanitize-html <in.json >out.json: a list of HTML fragments, each sanitised with defaults.
const SANITISERS = {
  dompurify() {
    const { JSDOM } = require("jsdom");
    const purify = require("dompurify")(new JSDOM("").window);
    return (html) => purify.sanitize(html);
  },
  "sanitize-html"() {
    return require("sanitize-html");
  },
};
const clean = SANITISERS[process.argv[2]]();
const fragments = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(fragments.map((html) => clean(html))));
