import { z } from "zod";
import packageJson from "../../../package.json" with { type: "json" };
import { UserError } from "../../../providers/protocol/errors.ts";
import { defineResource } from "../../../providers/protocol/resource.ts";
import type { Where } from "./run-command.ts";

/** Version of `@pulumi/command` whose plugin this stands in for. */
export const version = packageJson.dependencies["@pulumi/command"];

const realOne = `install the real one: pulumi plugin install resource command ${version}`;
const reason =
  "not supported by the rehearsal's stand-in for the command plugin, which runs local commands only; " +
  `leave it out, or ${realOne}`;

/** A function runs its command in previews too, which no rehearsal should. */
export const refuseFunction = (token: string): string =>
  `the rehearsal's stand-in for command does not support functions such as ${token}; declare a command:local:Command, or ${realOne}`;

/** A property that the real plugin has and this one does not: given, it is a fault, never ignored. */
export const unsupportedProperty = z.never({ error: `is ${reason}` }).optional();

/** A resource that the real plugin has and this one does not: refused by Check, so already in preview. */
export function unsupportedResource(type: string) {
  const refuse = (): never => {
    throw new UserError("COMMAND_UNSUPPORTED", `${type} is ${reason}`);
  };
  return defineResource<Where>()({
    type,
    description: "Not supported.",
    inputs: z.looseObject({}),
    state: z.object({}),
    check: () => [{ path: "", reason: `${type} is ${reason}` }],
    create: async () => refuse(),
    read: async () => refuse(),
    update: async () => refuse(),
    delete: async () => refuse(),
  });
}
