import type { Position } from "../evidence/evidence.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { nameOf } from "../ladder/positions.ts";
import type { Reality, Site } from "../site/site.ts";
import { fail, type Prerequisite, pass, warning } from "./prerequisite.ts";

const up = "pulumi up";

/** The flag is there, for Production only, with the percent that users get (S2.1, S2.3). */
export function flagInPlace(
  { flag }: Reality,
  position: Position,
  { flag: name }: Pick<Declaration, "flag">,
): Prerequisite {
  const title = `flag ${name}`;
  if (position.legacy === "retired")
    return flag ? fail(title, "it is still there", up) : pass(title, "it is gone, as declared");
  if (!flag) return fail(title, "Vercel has no such variable for Production", `${up}, at 0 %`);
  const others = flag.targets.filter((target) => target !== "production");
  if (others.length > 0)
    return fail(title, `it is set for ${others.join(" and ")} too`, "limit it to Production in Vercel's dashboard");
  if (flag.value === undefined)
    return warning(title, "Vercel does not show its value", "make it a plain variable: it is no secret");
  if (flag.value.trim() !== `${position.percent}`)
    return fail(
      title,
      `it is ${JSON.stringify(flag.value)}, but users get ${nameOf(position)}`,
      `${up}: it corrects the flag`,
    );
  return pass(title, `${flag.value}, for Production only`);
}

/** A deployment takes no traffic before it was checked (D7). */
export function noTrafficByItself({ assignsDomains }: Reality, deploys: string): Prerequisite {
  const name = "staged deployments";
  if (assignsDomains === false) return pass(name, "a new deployment gets no domain by itself");
  const seen = assignsDomains
    ? "a new deployment gets production's domains at once"
    : "Vercel does not say whether a new deployment gets the domains";
  if (deploys === "vendor")
    return warning(name, `${seen}, as cutover:deploys: vendor wants it`, "pulumi config set cutover:deploys release");
  return assignsDomains ? fail(name, seen, up) : warning(name, seen, up);
}

/** The same commit with percent 0 stands ready, so that a rollback builds nothing (D7). */
export async function zeroTwin(
  site: Pick<Site, "ready">,
  { production }: Reality,
  deploys: string,
  signal: AbortSignal,
): Promise<Prerequisite> {
  const name = "zero twin";
  if (deploys === "vendor")
    return warning(
      name,
      "there is none with cutover:deploys: vendor; a rollback builds first",
      "pulumi config set cutover:deploys release",
    );
  if (!production) return warning(name, "nothing is deployed yet", `${up}, at 0 %`);
  const [twin] = await site.ready(0, production.commit, signal);
  if (!twin) return fail(name, "no ready production build has 0 %; a rollback would have to build first", up);
  const same = twin.commit === production.commit;
  return same
    ? pass(name, `${twin.id} is ready`)
    : warning(name, `${twin.id} is ready, but of another commit than what users get`, up);
}
