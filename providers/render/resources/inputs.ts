import { z } from "zod";
import { image } from "./image.ts";
import { MARKER } from "./marker.ts";

const nativeRuntimes = ["elixir", "go", "node", "python", "ruby", "rust"] as const;

/** What the schema fills in for inputs that not every runtime takes. */
export const ungiven = { branch: "main", autoDeployTrigger: "off" } as const;

/** An input that is left out rather than empty. */
const given = (what: string) => z.string().min(1, `leave it out instead of giving an empty ${what}`);
const globs = (what: string) => z.array(given("glob")).optional().describe(what);

export const envKey = z
  .string()
  .regex(/^[-._A-Za-z][-._A-Za-z0-9]*$/, "a name has letters, digits, _, - and . only, and starts with no digit")
  .refine((key) => key !== "." && key !== "..", "a name is not . or ..")
  .refine((key) => key !== MARKER, `${MARKER} is set by this provider: it says which resource made the service`);

export const fileName = z
  .string()
  .regex(/^[^/\\\s]{1,255}$/, "a file name without folders and spaces")
  .refine((name) => name !== "." && name !== "..", "a name is not . or ..");

/**
 * The inputs of every service that Render builds from a Git repository or runs from an image; each kind of service adds its own.
 * Left out means Render's default, and taking an input away brings that back.
 */
export const anyService = {
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/,
      "up to 100 letters, digits, spaces, . _ or -, starting with a letter or digit",
    )
    .describe("Unique in the workspace. The URL is derived from it at creation and does not follow a rename."),
  ownerId: z
    .string()
    .regex(/^(tea|usr|own)-[0-9a-z]+$/, "a workspace id such as tea-…")
    .describe("Workspace that holds the service, `tea-…`. A change replaces the service."),
  repo: z
    .string()
    .regex(/^https:\/\/[^\s@/]+\/[^\s@]+$/, "an https:// address without user name and password")
    .optional()
    .describe("Address of the Git repository, without the branch. Needed by every runtime but image."),
  branch: given("branch").default(ungiven.branch).describe("Branch that is deployed. Default main."),
  rootDir: given("folder")
    .regex(/^(?!\/)/, "a path inside the repository, without a leading /")
    .optional()
    .describe("Folder of the repository that holds the service; commands run in it. Default: the repository's root."),
  runtime: z
    .enum(["docker", "image", ...nativeRuntimes])
    .describe("Language runtime, docker for a Dockerfile, or image for what a registry has."),
  image: image.optional().describe("The image that runtime image runs; nothing of a Git repository goes with it."),
  buildCommand: given("command").optional().describe("Needed by every language runtime."),
  startCommand: given("command").optional().describe("Needed by every language runtime."),
  dockerfilePath: given("path").optional().describe("Default ./Dockerfile. Only with runtime docker."),
  dockerContext: given("path").optional().describe("Build context. Default: rootDir. Only with runtime docker."),
  dockerCommand: given("command")
    .optional()
    .describe("Replaces the image's command. Only with runtime docker or image."),
  region: z
    .enum(["frankfurt", "ohio", "oregon", "singapore", "virginia"])
    .default("oregon")
    .describe("Default oregon. A change replaces the service."),
  autoDeployTrigger: z
    .enum(["off", "commit", "checksPass"])
    .default(ungiven.autoDeployTrigger)
    .describe("What deploys a new commit: nothing, its push, or its green checks. Default off."),
  buildFilter: z
    .strictObject({
      paths: globs("Only commits that touch one of these are deployed automatically."),
      ignoredPaths: globs("Commits that touch nothing but these are not deployed automatically."),
    })
    .optional()
    .describe("Which commits auto-deploy looks at, as globs from the repository's root."),
  env: z
    .record(envKey, z.string())
    .default({})
    .describe("Environment variables; all of its own, so a key that stands only at Render is removed. Always secret."),
  secretFiles: z
    .record(fileName, z.string())
    .optional()
    .describe("Secret files, content by name; all of its own. Left out, those at Render stay. Always secret."),
  envGroups: z
    .array(z.string().regex(/^evg-[0-9a-z]+$/, "the id of an env group, evg-…"))
    .refine((ids) => new Set(ids).size === ids.length, "an env group is named once")
    .optional()
    .describe("Ids of the env groups that it is linked to, evg-…; left out, its links stay as they are."),
  notifyOnFail: z
    .enum(["default", "notify", "ignore"])
    .optional()
    .describe("Whether a failed deploy is told of; default is as the workspace says. Left out, it stays as it is."),
  suspended: z
    .boolean()
    .optional()
    .describe("Whether it is suspended: it runs nothing and is not deployed. Left out, it stays as it is."),
};

/** The inputs of services that have instances, beside those of all. */
export const instances = {
  preDeployCommand: given("command")
    .optional()
    .describe("Runs after the build and before the new version starts, e.g. migrations; its failure fails the deploy."),
  numInstances: z.int().min(1).max(100).default(1).describe("Instances that run side by side. Default 1."),
  maxShutdownDelaySeconds: z
    .int()
    .min(1)
    .max(300)
    .optional()
    .describe("Time between SIGTERM and SIGKILL when an instance is stopped. Default 30."),
  previewGeneration: z
    .enum(["off", "manual", "automatic"])
    .default("off")
    .describe("Service previews of pull requests. Default off."),
};

const paid = ["starter", "standard", "pro", "pro_plus", "pro_max", "pro_ultra"] as const;
const planOf = <Plan extends string>(plans: readonly [Plan, ...Plan[]]) =>
  z.enum(plans).describe("Instance type. Default starter.");

/** Instance types of web services, and those of the kinds of which none is free. */
export const anyPlan = planOf(["free", ...paid, "starter_plus", "standard_plus", "custom"]).default("starter");
export const paidPlan = planOf(paid).default("starter");

const ServiceInputs = z.object(anyService);
/** What the inputs of every kind of service have; the count only where there are instances. */
export type ServiceInputs = z.infer<typeof ServiceInputs> & {
  readonly plan: string;
  readonly numInstances?: number;
};

/** Values that no message may show. */
export const secretsOf = ({ env, secretFiles }: Pick<ServiceInputs, "env" | "secretFiles">): string[] => [
  ...Object.values(env),
  ...Object.values(secretFiles ?? {}),
];

/** What Render makes of a service. */
export const ServiceState = z.object({
  serviceId: z.string().describe("`srv-…` (`crn-…` of a cron job), as in every address of the API."),
  slug: z
    .string()
    .describe("The name at creation, with a suffix where it was taken. Stays when the service is renamed."),
  dashboardUrl: z.string().describe("The service in Render's Dashboard."),
  suspended: z.boolean().describe("A suspended service serves nothing and cannot be deployed."),
  deployId: z.string().describe("The newest deploy, `dep-…`; empty where there was none."),
  deployStatus: z.string().describe("State of that deploy, e.g. live or build_failed."),
  commitId: z.string().describe("Commit of that deploy; empty until Render knows it."),
});
export type ServiceState = z.infer<typeof ServiceState>;

/** The outputs that a deploy changes. */
export const DEPLOY_OUTPUTS = ["deployId", "deployStatus", "commitId"] as const;
