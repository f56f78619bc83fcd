// java -cp "JARS/*" org.mozilla.javascript.tools.shell.Main -encoding UTF-8 antisamy.js POLICY IN OUT: a list of HTML
// fragments, each as OWASP AntiSamy leaves it by a policy. Rhino runs the script, since a JRE compiles nothing.
const Files = Packages.java.nio.file.Files, Paths = Packages.java.nio.file.Paths, text = Packages.java.lang.String;
const html = Packages.org.owasp.validator.html;
const policy = html.Policy.getInstance(arguments[0]);
const fragments = JSON.parse(String(new text(Files.readAllBytes(Paths.get(arguments[1])), "UTF-8")));
const scan = (fragment) => String(new html.AntiSamy().scan(fragment, policy).getCleanHTML());
Files.write(Paths.get(arguments[2]), new text(JSON.stringify(fragments.map(scan))).getBytes("UTF-8"));
