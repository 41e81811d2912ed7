import { createHash } from "node:crypto";
import type { Call } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import { looks, type Patience } from "./patience.ts";

/** What Render says of something that has a name of ours. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** How one kind of thing is made and looked for. */
export interface Making<Made extends Named> {
  /** `key value store` */
  readonly what: string;
  /** `render:index:KeyValue` */
  readonly token: string;
  /** All of this kind in the workspace that have one of these names. */
  named(names: readonly string[]): Promise<readonly Made[]>;
  create(name: string): Promise<Made>;
  /** Why one begun earlier cannot become what is wanted now; undefined when it can. */
  faultOf?(begun: Made): string | undefined;
}

/**
 * The name that a thing carries from its creation until the very end of it. Stores and env groups have no other place for
 * the mark of decision 2: it is made from the resource's URN, so a create that was killed finds its own again, and never
 * takes anything else.
 */
export const unfinishedName = (urn: string): string =>
  `cutover-unfinished-${createHash("sha256").update(urn).digest("hex").slice(0, 16)}`;

/**
 * Makes a thing under its unfinished name, or goes on with the one that an earlier create of the same resource began.
 * Whoever calls renames it as the last step.
 * @throws RenderApiError `RENDER_NAME_TAKEN` when something has the wanted name, whoever made it.
 */
export async function begin<Made extends Named>(
  call: Call<RenderClient>,
  making: Making<Made>,
  name: string,
  patience: Patience,
): Promise<Made> {
  const mark = unfinishedName(call.urn);
  const found = await making.named([name, mark]);
  const taken = found.find((one) => one.name === name);
  if (taken) throw nameTaken(call, making, taken);
  const begun = only(call, making, found);
  if (begun) {
    call.progress(`${making.what} ${begun.id} was begun by an earlier run that was stopped; going on with it`);
    return begun;
  }
  try {
    return await making.create(mark);
  } catch (error) {
    if (!(error instanceof RenderApiError && error.maybeDone)) throw error;
    // A second request could make a second one, which costs money and which nobody would know of: so it is looked for.
    for await (const _ of looks({ ...patience, limitMs: patience.unconfirmedMs }, call.signal)) {
      const made = only(call, making, await making.named([mark]));
      if (made) return made;
    }
    throw unconfirmed(call, making, error);
  }
}

function only<Made extends Named>(call: Call<RenderClient>, making: Making<Made>, found: readonly Made[]) {
  const [begun, another] = found.filter((one) => one.name === unfinishedName(call.urn));
  if (begun && another)
    throw new RenderApiError({
      code: "RENDER_UNFINISHED_TWICE",
      what: `two unfinished ones stand for this resource: ${making.what} ${begun.id} and ${another.id}`,
      where: call.urn,
      fix: "delete one of the two in the Dashboard, then run pulumi up again",
    });
  const fault = begun && making.faultOf?.(begun);
  if (fault)
    throw new RenderApiError({
      code: "RENDER_UNFINISHED_OTHERWISE",
      what: `${making.what} ${begun.id} was begun by an earlier run, ${fault}`,
      where: call.urn,
      fix: `set that back, or delete ${begun.id} in the Dashboard (it was never finished), then run pulumi up again`,
    });
  return begun;
}

const nameTaken = (call: Call<RenderClient>, { what, token }: Making<Named>, found: Named) =>
  new RenderApiError({
    code: "RENDER_NAME_TAKEN",
    what: `the name ${JSON.stringify(found.name)} is taken in the workspace: ${what} ${found.id} has it`,
    where: call.urn,
    fix: `pulumi import ${token} ${call.name} ${found.id} (to manage it from here), or choose another name`,
  });

const unconfirmed = (call: Call<RenderClient>, { what }: Making<Named>, cause: RenderApiError) =>
  new RenderApiError({
    code: "RENDER_CREATE_UNCONFIRMED",
    what: `it is not known whether the ${what} was made: ${cause.what}`,
    where: call.urn,
    fix: "run pulumi up again: it looks for what this run may have made before it makes another",
    cause,
  });
