import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { reference } from "./reference.ts";
import { type Json, ownerId, startWorld, webService } from "./render-world.ts";

const file = "render-openapi-2026-01-06.json";
const document = reference(file);

/** Where real answers differ from the document; the emulator follows the recordings. */
const deviations: readonly { readonly at: RegExp; readonly reason: string }[] = [
  { at: /(^|\/)commit$/, reason: "commit is null for image services, the document has only an object" },
  { at: /(^|\/)finishedAt$/, reason: "finishedAt is null while a deploy runs, the document has only a time" },
];

/** The document demands exactly one kind of service details; a web service's also satisfy those of other types. */
const loosened = (text: string) =>
  text.replaceAll(
    '"oneOf":[{"$ref":"#/components/schemas/staticSiteDetails"}',
    '"anyOf":[{"$ref":"#/components/schemas/staticSiteDetails"}',
  );

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(JSON.parse(loosened(JSON.stringify(document))), "render");
  return (pointer: string, body: unknown) => {
    const validate = ajv.compile({ $ref: `render#${encodeURI(pointer)}` });
    validate(withoutDeviations(body));
    return validate.errors ?? [];
  };
}

/** The body without the nulls that the deviations explain. */
function withoutDeviations(value: Json, at = ""): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutDeviations(item, `${at}/${index}`));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, held]) => held !== null || !deviations.some((one) => one.at.test(`${at}/${key}`)),
  );
  return Object.fromEntries(kept.map(([key, held]) => [key, withoutDeviations(held, `${at}/${key}`)]));
}

const schemaOf = (method: string, path: string, status: number) =>
  `/paths/${path.replaceAll("/", "~1")}/${method}/responses/${status}/content/application~1json/schema`;

describe.skipIf(!document)(
  `answers validate against the published OpenAPI document (skipped without ../shared/vendor/${file})`,
  () => {
    const s = "/services/{serviceId}";

    it("of services, variables, deploys, workspaces and logs", async () => {
      const check = validator();
      const world = await startWorld();
      const { get, put, post, patch, render } = world;
      const created = await post(
        "/services",
        webService({ serviceDetails: { disk: { name: "data", mountPath: "/data" } } }),
      );
      const id = created.body.service.id;
      const first = await get(`/services/${id}/deploys`);
      await render.settled();
      const running = await post(`/services/${id}/deploys`, {});
      await render.settled();

      const answers: [pointer: string, answer: { status: number; body: unknown }][] = [
        [schemaOf("post", "/services", 201), created],
        [schemaOf("get", "/services", 200), await get("/services")],
        [schemaOf("get", s, 200), await get(`/services/${id}`)],
        [
          schemaOf("patch", s, 200),
          await patch(`/services/${id}`, { serviceDetails: { plan: "pro", cache: { profile: "all" } } }),
        ],
        [schemaOf("get", `${s}/deploys`, 200), first],
        [schemaOf("get", `${s}/deploys`, 200), await get(`/services/${id}/deploys`)],
        [schemaOf("post", `${s}/deploys`, 201), running],
        [schemaOf("get", `${s}/deploys/{deployId}`, 200), await get(`/services/${id}/deploys/${running.body.id}`)],
        [
          schemaOf("post", `${s}/rollback`, 201),
          await post(`/services/${id}/rollback`, { deployId: created.body.deployId }),
        ],
        [schemaOf("put", `${s}/env-vars`, 200), await put(`/services/${id}/env-vars`, [{ key: "A", value: "1" }])],
        [schemaOf("get", `${s}/env-vars`, 200), await get(`/services/${id}/env-vars`)],
        [schemaOf("get", `${s}/env-vars/{envVarKey}`, 200), await get(`/services/${id}/env-vars/A`)],
        [
          schemaOf("put", `${s}/env-vars/{envVarKey}`, 200),
          await put(`/services/${id}/env-vars/A`, { generateValue: true }),
        ],
        [
          schemaOf("put", `${s}/secret-files/{secretFileName}`, 201),
          await put(`/services/${id}/secret-files/f`, { content: "c" }),
        ],
        [schemaOf("get", `${s}/secret-files`, 200), await get(`/services/${id}/secret-files`)],
        [
          schemaOf("post", `${s}/custom-domains`, 201),
          await post(`/services/${id}/custom-domains`, { name: "acme-brains.example" }),
        ],
        [schemaOf("get", `${s}/custom-domains`, 200), await get(`/services/${id}/custom-domains`)],
        [
          schemaOf("get", `${s}/custom-domains/{customDomainIdOrName}`, 200),
          await get(`/services/${id}/custom-domains/acme-brains.example`),
        ],
        [
          schemaOf("get", "/notification-settings/overrides/services/{serviceId}", 200),
          await get(`/notification-settings/overrides/services/${id}`),
        ],
        [
          schemaOf("get", "/notification-settings/owners/{ownerId}", 200),
          await get(`/notification-settings/owners/${ownerId}`),
        ],
        [
          schemaOf("get", "/logs/streams/resource/{resourceId}", 200),
          await put(`/logs/streams/resource/${id}`, { setting: "drop" }),
        ],
        [schemaOf("get", `${s}/instances`, 200), await get(`/services/${id}/instances`)],
        [schemaOf("get", "/disks", 200), await get("/disks")],
        [schemaOf("get", "/users", 200), await get("/users")],
        [schemaOf("get", "/owners", 200), await get("/owners")],
        [schemaOf("get", "/owners/{ownerId}", 200), await get(`/owners/${ownerId}`)],
        [
          "/components/responses/Logs200Response/content/application~1json/schema",
          await get(`/logs?ownerId=${ownerId}&resource=${id}`),
        ],
        ["/components/responses/404NotFound/content/application~1json/schema", await get("/services/srv-x")],
      ];

      for (const [pointer, { body }] of answers)
        expect({ pointer, errors: check(pointer, body) }).toEqual({ pointer, errors: [] });
      const webDetails = "/components/schemas/webServiceDetails";
      expect(check(webDetails, (await get(`/services/${id}`)).body.serviceDetails)).toEqual([]);
    });

    it("of image services", async () => {
      const check = validator();
      const { create, get } = await startWorld();
      const image = { imagePath: "nginx", ownerId };
      const { id, deployId } = await create({
        repo: null,
        branch: null,
        image,
        serviceDetails: { runtime: "image", envSpecificDetails: {} },
      });

      expect(check(schemaOf("get", s, 200), (await get(`/services/${id}`)).body)).toEqual([]);
      expect(
        check(schemaOf("get", `${s}/deploys/{deployId}`, 200), (await get(`/services/${id}/deploys/${deployId}`)).body),
      ).toEqual([]);
    });

    it("and the check itself notices a wrong body", () => {
      const check = validator();

      expect(check(schemaOf("get", s, 200), { id: 1 }).length).toBeGreaterThan(5);
      expect(check(schemaOf("get", `${s}/deploys/{deployId}`, 200), { id: "dep-1", status: "done" })).toHaveLength(1);
    });
  },
);
