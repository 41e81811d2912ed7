import { expect, it } from "vitest";
import { startWorld } from "./render-world.ts";

const names = (body: { customDomain: { name: string } }[]) => body.map(({ customDomain }) => customDomain.name);

it("answers a list, lists, finds by name and id, verifies and deletes", async () => {
  const { create, get, post, remove } = await startWorld();
  const { id } = await create();
  const at = `/services/${id}/custom-domains`;
  const added = await post(at, { name: "api.acme-brains.example" });

  expect(added).toMatchObject({
    status: 201,
    body: [
      {
        id: expect.stringMatching(/^cdm-[0-9a-v]{20}$/),
        name: "api.acme-brains.example",
        domainType: "subdomain",
        publicSuffix: "example",
        redirectForName: "",
        verificationStatus: "unverified",
      },
    ],
  });
  expect(names((await get(`${at}?limit=100`)).body)).toEqual(["api.acme-brains.example"]);
  expect((await get(`${at}?verificationStatus=verified`)).body).toEqual([]);
  expect((await get(`${at}/${added.body[0].id}`)).body.name).toBe("api.acme-brains.example");
  expect((await post(`${at}/api.acme-brains.example/verify`)).status).toBe(202);
  expect((await remove(`${at}/api.acme-brains.example`)).status).toBe(204);
  expect((await remove(`${at}/api.acme-brains.example`)).status).toBe(404);
  expect((await get(at)).body).toEqual([]);
});

it.each([
  ["acme-brains.example", "apex", "www.acme-brains.example"],
  ["www.acme-brains.example", "subdomain", "acme-brains.example"],
])("adds to %s (%s) the redirect of %s, and takes it away with it", async (name, domainType, counterpart) => {
  const { create, get, post, remove } = await startWorld();
  const { id } = await create();
  const at = `/services/${id}/custom-domains`;

  expect((await post(at, { name })).body).toMatchObject([
    { name, domainType, redirectForName: "" },
    { name: counterpart, redirectForName: name },
  ]);
  await remove(`${at}/${name}`);
  expect((await get(at)).body).toEqual([]);
});

it("refuses a name that is none, and one that another service has", async () => {
  const { create, post } = await startWorld();
  const one = await create({ name: "one" });
  const other = await create({ name: "other" });
  await post(`/services/${one.id}/custom-domains`, { name: "a.example.com" });

  expect((await post(`/services/${one.id}/custom-domains`, { name: "not a host" })).status).toBe(400);
  expect((await post(`/services/${other.id}/custom-domains`, { name: "a.example.com" })).status).toBe(409);
});
