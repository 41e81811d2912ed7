import { z } from "zod";
import { command, repositoryFolder, repositoryPath, text } from "./text.ts";

const plans = [
  "free",
  "starter",
  "starter_plus",
  "standard",
  "standard_plus",
  "pro",
  "pro_plus",
  "pro_max",
  "pro_ultra",
  "custom",
] as const;
const regions = ["frankfurt", "ohio", "oregon", "singapore", "virginia"] as const;

/** The language environments that Render provides; every other service is built from a Dockerfile. */
export const nativeRuntimes = ["elixir", "go", "node", "python", "ruby", "rust"] as const;

/** A name at Render, unique in the workspace. */
export const serviceName = (description: string, example: string) =>
  text(/^[a-z][a-z0-9-]{0,62}$/, {
    expected: "lower-case letters, digits and -, starting with a letter, at most 63",
    description,
    examples: [example],
  });

/** The instance type of a service. */
export const plan = z.enum(plans).default("starter").meta({ description: "The Render instance type" });

/** Where something runs; the caller says what is meant where it is left out. */
export const region = (description: string) => z.enum(regions).meta({ description });

/** The id of something that exists at Render, to be taken over as it is (S1.1). */
export const adopt = (prefix: "srv" | "crn" | "red") =>
  text(new RegExp(`^${prefix}-[0-9a-z]+$`), {
    expected: `the id of what exists already, ${prefix}-…`,
    description: "The id of what exists already at Render: it is taken over as it is, not made anew (S1.1)",
    examples: [`${prefix}-0123456789abcdefghij`],
  }).exactOptional();

/** Whether a service is stopped; left out, whoever stops one by hand is not overruled. */
export const suspended = z
  .boolean()
  .exactOptional()
  .meta({ description: "Whether it is stopped, as in an incident; left out, it stays as it is", examples: [true] });

const autoDeploy = z.enum(["off", "commit", "checksPass"]);
/** Which pushes Render deploys by itself. */
export type AutoDeploy = z.output<typeof autoDeploy>;

const globs = (description: string) =>
  z
    .array(
      z
        .string()
        .min(1)
        .meta({ description: "A glob of paths in the repository", examples: ["backend/**"] }),
    )
    .default([])
    .meta({ description });

/** Whether a failed deploy is told of; left out, whoever switched it by hand is not overruled. */
export const notifyOnFail = z
  .enum(["default", "notify", "ignore"])
  .exactOptional()
  .meta({
    description:
      "Whether Render tells of a failed deploy; default is as its workspace says. Left out, it stays as it is",
    examples: ["notify"],
  });

/** How a service is built from the repository and deployed, whatever its kind. */
export const building = {
  rootDirectory: repositoryFolder("The folder of the repository that holds the service", "backend").exactOptional(),
  autoDeploy: autoDeploy.exactOptional().meta({
    description:
      "What Render deploys by itself. With cutover:deploys vendor it is checksPass unless commit is said here; with release it is off",
  }),
  buildFilter: z
    .strictObject({
      paths: globs("Only a commit that touches one of these is built"),
      ignoredPaths: globs("A commit that touches only these is not built"),
    })
    .exactOptional()
    .meta({ description: "Which commits the vendor builds by itself (S4.5)" }),
};

/** What a service with instances has: a web service, a worker. */
export const instances = {
  preDeployCommand: command(
    "Runs after the build and before the new version starts",
    "alembic upgrade head",
  ).exactOptional(),
  instances: z.int().min(1).max(100).default(1).meta({ description: "How many run side by side" }),
  maxShutdownDelaySeconds: z
    .int()
    .min(1)
    .max(300)
    .exactOptional()
    .meta({
      description: "How long a stopped instance may go on with what it has begun; 30 when left out",
      examples: [30],
    }),
};

/** What a service of runtime image runs, in place of what Render would build. */
export const image = z
  .strictObject({
    path: text(
      /^[a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9._-]+)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
      {
        expected: "a registry, a name and a digest or tag, such as ghcr.io/acme/api@sha256:…",
        description: "Registry, name and digest; a tag in the digest's place may be another image later",
        examples: [`ghcr.io/acme/api@sha256:${"0123456789abcdef".repeat(4)}`],
      },
    ),
    registryCredential: text(/^rgc-[0-9a-z]+$/, {
      expected: "the id of a registry credential at Render, rgc-…",
      description: "The workspace's registry credential that may read it; a public image needs none",
      examples: ["rgc-0123456789abcdefghij"],
    }).exactOptional(),
  })
  .meta({ title: "Image", description: "What a registry has, with runtime image; nothing of the repository is built" });

/** An image in a registry. */
export type ImageConfig = z.output<typeof image>;

/** Where a Docker service's image comes from. */
export const dockerfile = {
  dockerfilePath: repositoryPath("The Dockerfile; ./Dockerfile when left out", "./Dockerfile").exactOptional(),
  dockerContext: repositoryPath("The build context; rootDirectory when left out", ".").exactOptional(),
};
