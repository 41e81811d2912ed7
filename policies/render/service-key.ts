import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import type { RenderService } from "../subjects/render-services.ts";

/** The configuration's names for Render's inputs, where they differ. */
const NAMES: Readonly<Record<string, string>> = {
  rootDir: "rootDirectory",
  autoDeployTrigger: "autoDeploy",
  numInstances: "instances",
};

/** What worker and scheduler take from the API where they leave it out. */
const LIKE_THE_API: ReadonlySet<string> = new Set([
  ...["runtime", "region", "rootDirectory", "autoDeploy", "buildFilter", "image", "notifyOnFail"],
  ...["buildCommand", "dockerfilePath", "dockerContext"],
]);

const Services = z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({});

/** What the stack's file says of what runs on Render, as it was found. */
export const servicesOf = ({ section }: Pick<StackFacts, "section">) => Services.parse(section("services"));

/** The key of the stack's configuration that a service has an input from. */
export function keyOf(stack: StackFacts, { section, continuous }: RenderService, input: string): string {
  const name = section !== "api" && input === "dockerCommand" ? "startCommand" : (NAMES[input] ?? input);
  if (continuous && name === "startCommand") return serviceKey(section, "continuous.startCommand");
  const services = servicesOf(stack);
  const own = services[section]?.[name] !== undefined || !LIKE_THE_API.has(name);
  return serviceKey(own || services.api?.[name] === undefined ? section : "api", name);
}

export const serviceKey = (section: string, name: string): string => `cutover:services.${section}.${name}`;
