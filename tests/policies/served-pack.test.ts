import { once } from "node:events";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import { execa } from "execa";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, it } from "vitest";
import { rules } from "../../policies/rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = `${root}node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js`;
const { ADVISORY, MANDATORY } = analyzerPb.EnforcementLevel;

/** The pack as an official language host starts it: its configuration in the environment, nodeargs behind the script. */
async function served<Result>(
  config: Readonly<Record<string, unknown>>,
  use: (client: InstanceType<typeof analyzerRpc.AnalyzerClient>) => Promise<Result>,
): Promise<Result> {
  const texts = Object.entries(config).map(([key, value]) => [`cutover:${key}`, JSON.stringify(value)]);
  const args = [
    script,
    "--allow-natives-syntax",
    "--require",
    "../engine/lean-sdk.cjs",
    "127.0.0.1:1",
    `${root}policies`,
  ];
  const pack = execa(process.execPath, args, {
    cwd: root,
    env: { PULUMI_CONFIG: JSON.stringify(Object.fromEntries(texts)) },
    reject: false,
  });
  try {
    const [port] = await once(pack.stdout, "data");
    const client = new analyzerRpc.AnalyzerClient(`127.0.0.1:${port}`.trim(), grpc.credentials.createInsecure());
    return await use(client).finally(() => client.close());
  } finally {
    pack.kill("SIGKILL");
    await pack;
  }
}

/** A web service without a health check, and what the pack says of it. */
async function judged(policy: object) {
  const config = { app: { environment: "production" }, policy };
  const response = await served(config, (client) => {
    const request = new analyzerPb.AnalyzeRequest()
      .setType("render:index:WebService")
      .setName("api")
      .setUrn("urn:pulumi:prod::cutover::render:index:WebService::api")
      .setOptions(new analyzerPb.AnalyzerResourceOptions())
      .setProperties(structPb.Struct.fromJavaScript({ name: "twin-brains-api", plan: "starter", env: {} }));
    return new Promise<analyzerPb.AnalyzeResponse>((resolve, reject) =>
      client.analyze(request, (error: grpc.ServiceError | null, found) => (found ? resolve(found) : reject(error))),
    );
  });
  return response.getDiagnosticsList().map((one) => ({
    rule: one.getPolicyname(),
    level: one.getEnforcementlevel(),
    message: one.getMessage(),
  }));
}

const exemption = {
  rule: "require-health-check",
  resource: "twin-brains-api",
  reason: "nobody calls it yet",
  until: "2999-12-31",
};

it.each([
  ["no settings", {}, MANDATORY],
  ["a level", { levels: { "require-health-check": "advisory" } }, ADVISORY],
  ["an exemption", { exemptions: [exemption] }, ADVISORY],
])(
  "reports a finding under the name of its rule, by the stack's configuration: %s",
  { timeout: 30_000 },
  async (_title, policy, level) => {
    const found = await judged(policy);
    expect(found.filter(({ rule }) => rule === "require-health-check")).toEqual([
      {
        rule: "require-health-check",
        level,
        message: expect.stringMatching(
          /^twin-brains-api: healthCheckPath is not set.*\n {2}at Pulumi\.prod\.yaml → .*\n {2}fix: pulumi config set /,
        ),
      },
    ]);
  },
);

it("says for how long an exemption holds, and why", async () => {
  const [found] = (await judged({ exemptions: [exemption] })).filter(({ level }) => level === ADVISORY);
  expect(found?.message).toMatch(/\n {2}exempted until 2999-12-31, \d+ days left: nobody calls it yet$/);
});

it("runs no rule that the stack disables", async () => {
  const found = await judged({ levels: { "require-health-check": "disabled" } });
  expect(found.map(({ rule }) => rule)).not.toContain("require-health-check");
});

it("lists each rule beside the two policies that run them", async () => {
  const info = await served(
    {},
    (client) =>
      new Promise<analyzerPb.AnalyzerInfo>((resolve, reject) =>
        client.getAnalyzerInfo(new emptyPb.Empty(), (error: grpc.ServiceError | null, found) =>
          found ? resolve(found) : reject(error),
        ),
      ),
  );
  const listed = info.getPoliciesList().map((policy) => [policy.getName(), policy.getDescription()]);
  expect(listed.slice(0, 2).map(([name]) => name)).toEqual(["judge-each-resource", "judge-the-stack"]);
  expect(listed.slice(2)).toEqual(rules.map(({ name, description }) => [name, description]));
});
