import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { vercelProjects } from "../subjects/vercel-projects.ts";
import { known, type Plain } from "../unknown.ts";

/** A build on another Node than the app was written and tested for fails late, or behaves differently (S1.8). */
export const requireDeclaredNodeVersion = rule({
  name: "require-declared-node-version",
  description: "The Vercel project builds and runs on the Node version that the app declares in its engines.",
  requirements: ["S1.8"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: vercelProjects,

  judge({ name, nodeVersion }, stack, violation) {
    const { engines } = stack;
    const set = (path: string, value: string) =>
      `pulumi config set --path cutover:frontend.${path} ${value}${onStack(stack)}`;

    if (engines === undefined) {
      violation(
        `${name}: the app's engine is not declared, so its Node version cannot be compared`,
        set("engines", typeof nodeVersion === "string" ? nodeVersion : "20.x"),
      );
      return;
    }
    const declared = majorOf(engines);
    if (declared === undefined) {
      const meant = `${likelyMajor(engines, nodeVersion)}.x`;
      violation(
        `${name}: the app's engine ${show(engines)} is not one Node version; expected the form "${meant}"`,
        set("engines", meant),
      );
      return;
    }
    const version = known(nodeVersion, "nodeVersion");
    if (version === `${declared}.x`) return;
    const found = version === null ? "is not set, so Vercel chooses one" : `is ${show(String(version))}`;
    violation(`${name}: nodeVersion ${found}; the app declares ${show(engines)}`, set("nodeVersion", `${declared}.x`));
  },
});

/** The one major version that an `engines.node` range stays within, or undefined. */
const majorOf = (engines: string): string | undefined => /^[~^]?v?(\d+)(\.(\d+|x|\*)){0,2}$/i.exec(engines.trim())?.[1];

/** Of a range, the version that the project has if the range names it, else the newest one named. */
function likelyMajor(engines: string, nodeVersion: Plain): string {
  const named = [...engines.matchAll(/(?<![\d.])(\d{2})(?!\d)/g)].map(([, major = ""]) => major);
  const have = typeof nodeVersion === "string" ? majorOf(nodeVersion) : undefined;
  return have !== undefined && named.includes(have) ? have : (named.sort().at(-1) ?? have ?? "20");
}
