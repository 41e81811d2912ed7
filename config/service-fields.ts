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

/** How a service is built and deployed, whatever its kind. */
export const building = {
  rootDirectory: repositoryFolder("The folder of the repository that holds the service", "backend").exactOptional(),
  autoDeploy: z.enum(["off", "commit", "checksPass"]).exactOptional().meta({
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

/** Where a Docker service's image comes from. */
export const image = {
  dockerfilePath: repositoryPath("The Dockerfile; ./Dockerfile when left out", "./Dockerfile").exactOptional(),
  dockerContext: repositoryPath("The build context; rootDirectory when left out", ".").exactOptional(),
};
