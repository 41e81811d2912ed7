import { z } from "zod";
import { adopt, building, image, instances, nativeRuntimes, plan, region, serviceName } from "./service-fields.ts";
import { command, text } from "./text.ts";

/** What a web service has whatever it runs on. */
const anyRuntime = {
  name: serviceName(
    "The service's name on Render; its address starts as https://<name>.onrender.com",
    "twin-brains-api",
  ),
  ...building,
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
  adopt: adopt("srv"),
};

const docker = z
  .strictObject({
    runtime: z.literal("docker").meta({ description: "Built from a Dockerfile" }),
    ...image,
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
export const webService = z.discriminatedUnion("runtime", [native, docker]).meta({
  title: "Web service",
  description: "A public web service on Render",
});

/** One Render web service; `runtime` tells a Docker service from a native one. */
export type WebServiceConfig = z.output<typeof webService>;
