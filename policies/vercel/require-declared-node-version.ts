import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { vercelProjects } from "../subjects/vercel-projects.ts";
import { known, type Plain } from "../unknown.ts";
import { NEWEST_AT_VERCEL } from "./node-releases.ts";

/** A build on another Node than the app was written and tested for fails late, or behaves differently (S1.8). */
export const requireDeclaredNodeVersion = rule({
  name: "require-declared-node-version",
  description: "The Vercel project builds and runs on the Node version that the app declares in its engines.",
  reason:
    "Vercel builds with the version that the project names, and the app was written and tested for the one that it declares. Where they differ the build fails late, native modules do not load, or dates and fetch behave otherwise than in every test. An open range such as >=20 becomes another version on the day Vercel gets one.",
  pages: [
    "https://vercel.com/docs/functions/runtimes/node-js/node-js-versions",
    "https://docs.npmjs.com/cli/configuring-npm/package-json#engines",
  ],
  requirements: ["S1.8"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: vercelProjects,

  judge({ name, nodeVersion }, stack, violation, notice) {
    const { engines } = stack;
    const set = (path: string, value: string) => setKey(stack, `cutover:frontend.${path}`, value);

    if (engines === undefined) {
      // A state from elsewhere comes without a file that could say it.
      const tell = stack.section("frontend") === undefined ? notice : violation;
      tell(
        `${name}: the app's engine is not declared, so its Node version cannot be compared`,
        set("engines", typeof nodeVersion === "string" ? nodeVersion : NEWEST_AT_VERCEL),
        "cutover:frontend.engines",
      );
      return;
    }
    const declared = majorOf(engines);
    if (declared === undefined) {
      const meant = `${likelyMajor(engines, nodeVersion)}.x`;
      violation(
        `${name}: the app's engine ${show(engines)} is not one Node version; expected the form "${meant}"`,
        [set("engines", meant), ...(nodeVersion === meant ? [] : [set("nodeVersion", meant)])].join(" && "),
        "cutover:frontend.engines",
      );
      return;
    }
    const version = known(nodeVersion, "nodeVersion");
    if (version === `${declared}.x`) return;
    const found = version === null ? "is not set, so Vercel chooses one" : `is ${show(String(version))}`;
    violation(
      `${name}: nodeVersion ${found}; the app declares ${show(engines)}`,
      set("nodeVersion", `${declared}.x`),
      "cutover:frontend.nodeVersion",
    );
  },
});

/** The one major version that an `engines.node` range stays within, or undefined. */
function majorOf(engines: string): string | undefined {
  const majors = engines
    .trim()
    .split(/\s*\|\|\s*/)
    .map((range) => ONE.exec(range)?.[1] ?? between(range));
  return majors.every((major) => major === majors[0]) ? majors[0] : undefined;
}

const ONE = /^[~^=]?\s*v?(\d+)(\.(\d+|x|\*)){0,2}$/i;

/** `>=20.9.0 <21` stays within 20, `>=20` does not. */
function between(range: string): string | undefined {
  const [, from, below] = /^>=\s*v?(\d+)(?:\.\d+){0,2}\s+<\s*v?(\d+)(?:\.0){0,2}(?:-0)?$/.exec(range) ?? [];
  return from !== undefined && Number(below) === Number(from) + 1 ? from : undefined;
}

/** Of a range, the version that the project has if the range names or holds it, else the newest one named. */
function likelyMajor(engines: string, nodeVersion: Plain): string {
  const named = [...engines.matchAll(/(?<!<\s*v?|[\d.])(\d{2})(?!\d)/g)].map(([, major = ""]) => major);
  const have = typeof nodeVersion === "string" ? majorOf(nodeVersion) : undefined;
  const [, below = "Infinity"] = /<\s*v?(\d+)/.exec(engines) ?? [];
  const isWithin = />=/.test(engines) && named.some((from) => Number(from) <= Number(have));
  return have !== undefined && (named.includes(have) || (isWithin && Number(have) < Number(below)))
    ? have
    : (named.sort().at(-1) ?? have ?? NEWEST_AT_VERCEL.replace(".x", ""));
}
