import { z } from "zod";
import packageJson from "../../../package.json" with { type: "json" };

/** Version of `@pulumi/github` whose plugin this stands in for. */
export const version = packageJson.dependencies["@pulumi/github"];

const realOne = `install the real one: pulumi plugin install resource github ${version}`;
const reason = `is not supported by the rehearsal's stand-in for the github plugin; leave it out, or ${realOne}`;

/** Functions of the package are for reading what no program here declares. */
export const refuseFunction = (token: string): string =>
  `the rehearsal's stand-in for github does not support functions such as ${token}; declare a resource, or ${realOne}`;

/** A property that the real plugin has and this one does not: given, it is a fault, never ignored. */
export const unsupported = z.never({ error: reason }).optional();
