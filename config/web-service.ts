import { z } from "zod";
import {
  adopt,
  building,
  dockerfile,
  image,
  instances,
  nativeRuntimes,
  notifyOnFail,
  plan,
  region,
  serviceName,
} from "./service-fields.ts";
import { command, text } from "./text.ts";

/** What a web service has whatever it runs on. */
const anyRuntime = {
  name: serviceName(
    "The service's name on Render; its address starts as https://<name>.onrender.com",
    "twin-brains-api",
  ),
  ...instances,
  plan,
  region: region("Where it runs, and what belongs to it unless that says otherwise; changing it replaces them").default(
    "oregon",
  ),
  healthCheckPath: text(/^\/(?!\/)\S*$/, {
    expected: "a path that starts with /",
    description: "Render calls it with GET before it sends traffic; a status outside 2xx and 3xx fails the deploy",
    examples: ["/health"],
  }),
  notifyOnFail,
  adopt: adopt("srv"),
};

const dockerCommand = command("Replaces the image's CMD", "uvicorn main:app --host 0.0.0.0").exactOptional();

const docker = z
  .strictObject({
    runtime: z.literal("docker").meta({ description: "Built from a Dockerfile" }),
    ...dockerfile,
    dockerCommand,
    ...building,
    ...anyRuntime,
  })
  .meta({ title: "A Docker web service on Render" });

const ofImage = z
  .strictObject({
    runtime: z
      .literal("image")
      .meta({ description: "Pulled from a registry; a push to the repository deploys nothing" }),
    image,
    dockerCommand,
    ...anyRuntime,
  })
  .meta({ title: "A web service on Render that runs an image" });

const native = z
  .strictObject({
    runtime: z
      .enum(nativeRuntimes)
      .meta({ description: "The language environment that Render provides", examples: ["python"] }),
    buildCommand: command("Makes the service ready to start", "pip install -r requirements.txt"),
    startCommand: command("Starts the service; it listens on $PORT", "uvicorn main:app --host 0.0.0.0 --port $PORT"),
    ...building,
    ...anyRuntime,
  })
  .meta({ title: "A native web service on Render" });

/**
 * A public web service on Render, told apart by `runtime`: `docker` takes the docker… keys, `image` an image and nothing
 * of the repository, and the native runtimes need buildCommand and startCommand.
 * @see https://render.com/docs/web-services
 */
export const webService = z.discriminatedUnion("runtime", [native, docker, ofImage]).meta({
  title: "Web service",
  description: "A public web service on Render",
});

/** One Render web service; `runtime` tells which kind it is. */
export type WebServiceConfig = z.output<typeof webService>;
