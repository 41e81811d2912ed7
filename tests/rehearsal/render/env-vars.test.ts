import { expect, it } from "vitest";
import { startWorld } from "./render-world.ts";

it("S1.9 replaces the whole set, and null is the empty one", async () => {
  const { create, get, put } = await startWorld();
  const { id } = await create();
  const set = [
    { key: "A", value: "1" },
    { key: "B", value: "" },
  ];
  const { status, body } = await put(`/services/${id}/env-vars`, set);

  expect(status).toBe(200);
  expect(body).toEqual([
    { envVar: { key: "A", value: "1" }, cursor: expect.any(String) },
    { envVar: { key: "B", value: "" }, cursor: expect.any(String) },
  ]);
  expect((await get(`/services/${id}/env-vars`)).body).toEqual(body.toReversed());
  expect(await put(`/services/${id}/env-vars`, "null")).toMatchObject({ status: 200, body: [] });
});

it("sets, reads and deletes one variable, and leaves the others", async () => {
  const { create, get, put, remove } = await startWorld();
  const { id } = await create();
  const at = `/services/${id}/env-vars/DEV_MODE`;

  expect(await get(at)).toMatchObject({ status: 404, body: { message: "not found: DEV_MODE" } });
  expect(await put(at, { value: "false" })).toMatchObject({ status: 200, body: { key: "DEV_MODE", value: "false" } });
  expect(await get(at)).toMatchObject({ status: 200, body: { key: "DEV_MODE", value: "false" } });
  expect((await get(`/services/${id}/env-vars`)).body).toHaveLength(2);
  expect((await remove(at)).status).toBe(204);
  expect((await remove(at)).status).toBe(404);
  expect((await get(`/services/${id}/env-vars`)).body).toHaveLength(1);
});

it("generates a value of 32 bytes, another one each time", async () => {
  const { create, put } = await startWorld();
  const { id } = await create({ envVars: [{ key: "JWT_SECRET", generateValue: true }] });
  const generate = async () => (await put(`/services/${id}/env-vars/KEY`, { generateValue: true })).body.value;
  const [one, other] = [await generate(), await generate()];

  expect(Buffer.from(one, "base64")).toHaveLength(32);
  expect(other).not.toBe(one);
});

it("starts no deploy", async () => {
  const { create, get, put } = await startWorld();
  const { id } = await create();
  await put(`/services/${id}/env-vars`, [{ key: "A", value: "1" }]);
  await put(`/services/${id}/env-vars/B`, { value: "2" });

  expect((await get(`/services/${id}/deploys`)).body).toHaveLength(1);
});

it.each([
  ["a name with a space", "A%20B", { value: "1" }],
  ["a name beginning with a digit", "1A", { value: "1" }],
  ["neither value nor generateValue", "A", {}],
  ["both", "A", { value: "1", generateValue: true }],
  ["a number", "A", { value: 1 }],
  ["no JSON", "A", "{"],
])("refuses %s", async (_, key, body) => {
  const { create, put } = await startWorld();
  const { id } = await create();

  expect((await put(`/services/${id}/env-vars/${key}`, body)).status).toBe(400);
});

it("answers a whole set in the order it was sent, also one larger than a page", async () => {
  const { create, put } = await startWorld();
  const { id } = await create();
  const sent = Array.from({ length: 150 }, (_, index) => ({ key: `K${index}`, value: "" }));
  const { body } = await put(`/services/${id}/env-vars`, sent);

  expect(body.map(({ envVar }: { envVar: unknown }) => envVar)).toEqual(sent);
});

it("takes a value beside a generateValue of null or false", async () => {
  const { create, put } = await startWorld();
  const { id } = await create();

  expect((await put(`/services/${id}/env-vars/A`, { value: "1", generateValue: false })).body.value).toBe("1");
  expect((await put(`/services/${id}/env-vars/A`, { value: null, generateValue: true })).body.value).toHaveLength(44);
});

it("keeps secret files like variables", async () => {
  const { create, get, put, remove } = await startWorld();
  const { id } = await create({ secretFiles: [{ name: ".env", content: "A=1" }] });
  const at = `/services/${id}/secret-files`;

  expect((await get(at)).body).toEqual([{ secretFile: { name: ".env", content: "A=1" }, cursor: expect.any(String) }]);
  expect(await put(`${at}/key.pem`, { content: "k" })).toMatchObject({
    status: 201,
    body: { name: "key.pem", content: "k" },
  });
  expect((await get(`${at}/key.pem`)).body).toEqual({ name: "key.pem", content: "k" });
  expect((await remove(`${at}/key.pem`)).status).toBe(204);
  expect((await get(`${at}/key.pem`)).status).toBe(404);
  expect(await put(at, "null")).toMatchObject({ status: 200, body: [] });
});
