import { expect, it } from "vitest";
import { requireImageDigest } from "../../../policies/render/require-image-digest.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, facts, resource, stackOf, told, WORKER } from "../stack-facts.ts";

const judge = (image: Plain, stack = facts, type = API) =>
  requireImageDigest.judgeResource(resource(type, { name: "twin", runtime: "image", image }), () => stack);
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

it.each([`ghcr.io/acme/api@${digest}`, `ghcr.io/acme/api:1.4@${digest}`, `localhost:5000/api@${digest}`])(
  "S0.9 passes %s",
  (path) => {
    expect(judge({ path })).toEqual([]);
  },
);

it("S0.9 leaves alone what Render builds, and staging", () => {
  expect(judge(null)).toEqual([]);
  expect(judge({ path: "nginx" }, { ...facts, production: false })).toEqual([]);
});

it.each([
  ["ghcr.io/acme/api:latest", "ghcr.io/acme/api"],
  ["ghcr.io/acme/api:v1.4.2", "ghcr.io/acme/api"],
  ["nginx", "nginx"],
  ["localhost:5000/api", "localhost:5000/api"],
])("S0.9 refuses %s", (path, name) => {
  const found = judge({ path });
  expect(told(found)).toEqual([
    [
      `twin: the image is "${path}", and a tag can be given to another image; expected …@sha256:… in production`,
      `pulumi config set --path cutover:services.api.image.path "${name}@$(docker buildx imagetools inspect ${path} --format '{{.Manifest.Digest}}')" --stack prod`,
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.api.image.path");
});

it.each(["ghcr.io/acme/api@sha256:abc", `ghcr.io/acme/api@${digest}0`, "ghcr.io/acme/api@md5:0"])(
  "S0.9 refuses what only looks like a digest: %s",
  (path) => {
    expect(judge({ path })).toHaveLength(1);
  },
);

it("S0.9 makes no command of a name that a shell would read", () => {
  expect(judge({ path: "$(id):1" })[0]?.fix).toBe("write the image's digest into cutover:services.api.image.path");
});

it("S0.9 names the API's key where the worker takes its image from there", () => {
  const stack = stackOf({ services: { api: { image: { path: "nginx" } }, worker: {} } });
  expect(judge({ path: "nginx" }, stack, WORKER)[0]?.at).toBe("cutover:services.api.image.path");
});

it.each<[string, Plain]>([
  ["image", new Unknown("later")],
  ["path", { path: new Unknown("later") }],
])("gives notice of an %s that is not known yet", (_title, image) => {
  expect(judge(image)).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
