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
const nativeRuntimes = ["elixir", "go", "node", "python", "ruby", "rust"] as const;

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

const buildFilter = z
  .strictObject({
    paths: globs("Only a commit that touches one of these is built"),
    ignoredPaths: globs("A commit that touches only these is not built"),
  })
  .meta({ description: "Which commits the vendor builds by itself (S4.5)" });

/** What a web service has whatever it runs on. */
const anyRuntime = {
  name: text(/^[a-z][a-z0-9-]{0,62}$/, {
    expected: "lower-case letters, digits and -, starting with a letter, at most 63",
    description: "The service's name on Render; its address starts as https://<name>.onrender.com",
    examples: ["twin-brains-api"],
  }),
  rootDirectory: repositoryFolder("The folder of the repository that holds the service", "backend").exactOptional(),
  preDeployCommand: command(
    "Runs after the build and before the new version starts",
    "alembic upgrade head",
  ).exactOptional(),
  plan: z.enum(plans).default("starter").meta({ description: "The Render instance type" }),
  region: z.enum(regions).default("oregon").meta({ description: "Where it runs; changing it replaces the service" }),
  healthCheckPath: text(/^\/(?!\/)\S*$/, {
    expected: "a path that starts with /",
    description: "Render calls it with GET before it sends traffic; a status outside 2xx and 3xx fails the deploy",
    examples: ["/health"],
  }),
  instances: z.int().min(1).max(100).default(1).meta({ description: "How many run side by side" }),
  autoDeploy: z
    .enum(["off", "commit", "checksPass"])
    .default("off")
    .meta({ description: "Whether Render deploys a push by itself; off leaves it to the release" }),
  buildFilter: buildFilter.exactOptional(),
};

const docker = z
  .strictObject({
    runtime: z.literal("docker").meta({ description: "Built from a Dockerfile" }),
    dockerfilePath: repositoryPath("The Dockerfile; ./Dockerfile when left out", "./Dockerfile").exactOptional(),
    dockerContext: repositoryPath("The build context; rootDirectory when left out", ".").exactOptional(),
    dockerCommand: command("Replaces the image's CMD", "uvicorn main:app --host 0.0.0.0").exactOptional(),
    ...anyRuntime,
  })
  .meta({ title: "A Docker web service on Render" });

const native = z
  .strictObject({
    runtime: z
      .enum(nativeRuntimes)
      .meta({ description: "The language environment that Render provides", examples: ["python"] }),
    buildCommand: command("Makes the service ready to start", "pip install -r requirements.txt"),
    startCommand: command("Starts the service; it listens on $PORT", "uvicorn main:app --host 0.0.0.0 --port $PORT"),
    ...anyRuntime,
  })
  .meta({ title: "A native web service on Render" });

/**
 * A public web service on Render, told apart by `runtime`: `docker` takes the docker… keys,
 * the native runtimes need buildCommand and startCommand.
 * @see https://render.com/docs/web-services
 */
const webService = z.discriminatedUnion("runtime", [native, docker]).meta({
  title: "Web service",
  description: "A public web service on Render",
});

/** The services of the backend. */
export const services = z
  .strictObject({ api: webService })
  .meta({ title: "Services", description: "What runs on Render" });

/** One Render web service; `runtime` tells a Docker service from a native one. */
export type ServiceConfig = z.output<typeof webService>;
