import type { z } from "zod";
import type { Resource } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { Service } from "../api/schemas.ts";
import type { ServiceInputs, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { stateOf } from "./observe.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { checkRuntime, dropSpelling, unknownOutputs } from "./preview-service.ts";
import { readService } from "./read-service.ts";
import { lifeOf } from "./service-life.ts";

/** What one kind of service is made of; everything else is the same for all. */
export interface ServiceKind<Inputs, State extends ServiceState>
  extends Pick<Kind<State>, "type" | "token" | "prefix"> {
  readonly description: string;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  readonly state: z.ZodObject & z.ZodType<State>;
  /** The outputs that only this kind has. */
  own(service: Service): Omit<State, keyof ServiceState>;
}

/**
 * The resource of a kind of service. Changing `region` or `ownerId` replaces it; everything else is patched in place, and
 * deployed once where that is needed to bring it into effect. An update is done when its own deploy is live (S0.5).
 * @param patience another one than the usual, for tests.
 */
export function serviceResource<Inputs extends ServiceInputs, State extends ServiceState>(
  made: ServiceKind<Inputs, State>,
  patience: Patience = PATIENCE,
): Resource<RenderClient, Inputs, State> {
  const { type, token, prefix, description, inputs, state } = made;
  const kind: Kind<State> = {
    ...{ type, token, prefix },
    cancels: type !== "cron_job",
    inputs: new Set(Object.keys(inputs.shape)),
    stateOf: (service, deploy) => ({ ...stateOf(service, deploy), ...made.own(service) }) as State,
  };
  const life = lifeOf<Inputs, State>(kind, patience);
  const outputs = Object.keys(state.shape) as (keyof State & string)[];
  return {
    type: token,
    ...{ description, inputs, state },
    secrets: ["env", "secretFiles"],
    replaceOn: ["region", "ownerId"],
    // Names are unique in a workspace, so the successor cannot stand beside its predecessor.
    deleteBeforeReplace: true,
    check: (_call, want) => checkRuntime(want),
    diff: dropSpelling,
    computed: (changes, known) => unknownOutputs(changes, known, outputs),
    create: life.create,
    read: (call, id, known) => readService(call, kind, id, known),
    update: life.update,
    delete: (call, id) => call.client.services.remove(id, call),
  };
}
