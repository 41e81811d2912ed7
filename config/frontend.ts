import { z } from "zod";
import { frameworks } from "./frameworks.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { command, repositoryFolder, repositoryPath, text } from "./text.ts";

/** The Node versions that a Vercel project can build and run with. */
const nodeVersions = ["18.x", "20.x", "22.x", "24.x"] as const;

/**
 * The Vercel project. `nodeVersion` is what Vercel runs, `engines` what the app's own package.json asks for:
 * two values on purpose, because a policy compares them (S1.8).
 * @see https://vercel.com/docs/project-configuration
 */
export const frontend = z
  .strictObject({
    name: text(/^(?!.*---)[a-z0-9][a-z0-9-]{0,51}$/, {
      expected: "at most 52 lower-case letters, digits and '-', without ---",
      description: "The project's name on Vercel",
      examples: ["twin-brains"],
    }),
    framework: z.enum(frameworks).meta({ description: "The framework preset of Vercel", examples: ["nextjs"] }),
    rootDirectory: repositoryFolder("The folder of the repository that holds the frontend", "frontend").exactOptional(),
    nodeVersion: z
      .enum(nodeVersions)
      .meta({ description: "The Node version that Vercel builds and runs with", examples: ["20.x"] }),
    engines: z
      .string()
      .min(1)
      .meta({ description: "engines.node of the app's own package.json", examples: ["20.x"] }),
    domains: z
      .array(
        text(/^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,})$/, {
          expected: "a host name in lower case (xn--… for other letters), without https:// or a path",
          description: "A host name",
          examples: ["app.twin-brains.example"],
          rewrite: hostOf,
        }),
      )
      .min(1)
      .superRefine(beUnique, alongOtherFaults)
      .meta({ description: "The production domains; the first is the frontend's address" }),
    installCommand: command("Replaces the preset's install command", "npm ci").exactOptional(),
    buildCommand: command("Replaces the preset's build command", "npm run build").exactOptional(),
    outputDirectory: repositoryPath("Replaces the preset's output folder", "dist").exactOptional(),
    ignoreCommand: command(
      "Ends with 0 where a push is not to be built; runs in rootDirectory. Counts with cutover:deploys vendor, since the stack itself builds what it is told to",
      'git diff --quiet "$VERCEL_GIT_PREVIOUS_SHA" HEAD ./',
    ).exactOptional(),
    previewProtection: z.enum(["standard", "previews", "none"]).default("standard").meta({
      description:
        "Whose visitors have to be members of the team: standard, of everything but the domains, so also of a production deployment before it is promoted; previews, of previews alone; none",
    }),
    skewProtection: z
      .enum(["30 minutes", "1 hour", "12 hours", "1 day", "7 days"])
      .exactOptional()
      .meta({
        description: "For how long a page that is already open is answered by its own version; never when left out",
        examples: ["7 days"],
      }),
  })
  .meta({ title: "Frontend", description: "The project on Vercel" });

/** The Vercel project. */
export type FrontendConfig = z.output<typeof frontend>;

/** `https://Bücher.example/` names the same host as `xn--bcher-kva.example`. */
function hostOf(written: string): string | undefined {
  const url = URL.parse(/^[a-z]+:\/\//i.test(written) ? written : `https://${written}`);
  return url?.hostname.replace(/\.$/, "") || undefined;
}

/** The domains are resources of their own, which need different names. */
function beUnique(value: unknown, ctx: z.core.$RefinementCtx): void {
  const domains = z.array(z.unknown()).safeParse(value).data ?? [];
  domains.forEach((domain, index) => {
    if (domains.indexOf(domain) < index) refuse(ctx, [index], "each domain once", { remove: true });
  });
}
