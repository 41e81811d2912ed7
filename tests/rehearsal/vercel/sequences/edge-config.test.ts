import { expect, it } from "vitest";
import { provider } from "./provider.ts";

it.each(["edge-config", "global-config"])(
  "an Edge Config under its name %s, with an item, a schema and a token",
  async (name) => {
    const { call } = await provider();
    const many = `/v1/${name}`;
    const made = await call(201, "POST", many, { slug: "flags" });
    expect(made).toMatchObject({
      slug: "flags",
      ownerId: "team_acmebrains",
      itemCount: 0,
      id: expect.stringMatching(/^ecfg_/),
    });
    const one = `${many}/${made.id}`;
    expect(await call(200, "GET", one)).toEqual(made);
    expect(await call(200, "PUT", one, { slug: "switches" })).toMatchObject({ id: made.id, slug: "switches" });
    expect(await call(200, "GET", many)).toMatchObject([{ slug: "switches" }]);
    await call(201, "POST", many, { slug: "flags" });
    expect((await call(409, "POST", many, { slug: "switches" })).error.code).toBe("conflict");

    await call(200, "PATCH", `${one}/items`, { items: [{ operation: "upsert", key: "percent", value: "10" }] });
    expect(await call(200, "GET", `${one}/item/percent`)).toMatchObject({
      key: "percent",
      value: "10",
      edgeConfigId: made.id,
    });
    expect(await call(200, "GET", one)).toMatchObject({ itemCount: 1 });
    await call(200, "PATCH", `${one}/items`, { items: [{ operation: "delete", key: "percent", value: "10" }] });
    await call(204, "GET", `${one}/item/percent`);

    const definition = { type: "object", properties: { percent: { type: "string" } } };
    await call(204, "GET", `${one}/schema`);
    expect(await call(200, "POST", `${one}/schema`, { definition })).toEqual({ definition });
    expect(await call(200, "GET", `${one}/schema`)).toEqual({ definition });
    await call(204, "DELETE", `${one}/schema`);

    const { token, id } = await call(201, "POST", `${one}/token`, { label: "frontend" });
    expect(await call(200, "GET", `${one}/token/${token}`)).toMatchObject({ id, token, label: "frontend" });
    await call(204, "DELETE", `${one}/tokens`, { tokens: [token] });
    await call(404, "GET", `${one}/token/${token}`);

    await call(204, "DELETE", one);
    await call(404, "GET", one);
  },
);
