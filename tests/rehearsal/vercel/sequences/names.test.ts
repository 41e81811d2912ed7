import { expect, it } from "vitest";
import { built } from "../world.ts";
import { provider } from "./provider.ts";

it("a project's domain is added, redirected, given a branch and removed", async () => {
  const { call, project } = await provider();
  const many = `/v10/projects/${project.id}/domains`;
  const one = `/v8/projects/${project.id}/domains/app.twin-brains.example`;
  expect(await call(200, "POST", many, { name: "app.twin-brains.example" })).toMatchObject({
    verified: true,
    redirect: null,
  });
  const redirect = { gitBranch: null, redirect: "twin-brains.vercel.app", redirectStatusCode: 307 };
  expect(await call(200, "PATCH", one, redirect)).toMatchObject(redirect);
  const branch = { gitBranch: "staging", redirect: null, redirectStatusCode: null };
  expect(await call(200, "PATCH", one, branch)).toMatchObject(branch);
  expect(await call(200, "GET", one)).toMatchObject(branch);
  await call(200, "DELETE", one);
  await call(404, "GET", one);
});

it("an alias is made by its deployment, read by name, deleted by its id", async () => {
  const world = await provider();
  const { call, project } = world;
  const made = await call(200, "POST", "/v12/now/deployments", {
    ...{ project: project.id, name: project.id },
    gitSource: { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" },
  });
  await built(world, made.id);
  const { uid } = await call(200, "POST", `/v2/deployments/${made.id}/aliases`, { alias: "try-it.vercel.app" });
  expect(await call(200, "GET", "/v4/aliases/try-it.vercel.app")).toMatchObject({ uid, deploymentId: made.id });

  const override = { scope: "alias-protection-override", action: "create" };
  expect((await world.edge.fetch("https://try-it.vercel.app/")).status).toBe(401);
  const { protectionBypass } = await call(200, "PATCH", "/v3/aliases/try-it.vercel.app/protection-bypass", {
    override,
  });
  expect(Object.values(protectionBypass)).toMatchObject([{ scope: "alias-protection-override" }]);
  expect((await world.edge.fetch("https://try-it.vercel.app/")).status).toBe(200);
  await call(200, "PATCH", "/v3/aliases/try-it.vercel.app/protection-bypass", {
    override: { ...override, action: "revoke" },
  });
  expect((await world.edge.fetch("https://try-it.vercel.app/")).status).toBe(401);

  expect(await call(200, "DELETE", `/v2/aliases/${uid}`)).toEqual({ status: "SUCCESS" });
  await call(404, "GET", "/v4/aliases/try-it.vercel.app");
});

const zone = "twin-brains.example";
it.each([
  ["A", { value: "192.0.2.7" }, "192.0.2.7", { value: "192.0.2.8" }, "192.0.2.8"],
  ["CNAME", { value: "cname.vercel-dns.com" }, "cname.vercel-dns.com", { ttl: 120 }, "cname.vercel-dns.com"],
  [
    "MX",
    { value: "mail.example.com", mxPriority: 10 },
    "10 mail.example.com",
    { mxPriority: 20, value: "mail.example.com" },
    "20 mail.example.com",
  ],
  [
    "SRV",
    { srv: { port: 5060, priority: 1, target: "sip.example.com", weight: 2 } },
    "1 2 5060 sip.example.com",
    { srv: { port: 5061, priority: 1, target: "sip.example.com", weight: 2 } },
    "1 2 5061 sip.example.com",
  ],
])("a DNS record of type %s", async (type, given, value, change, changed) => {
  const { call } = await provider();
  const { uid } = await call(200, "POST", `/v4/domains/${zone}/records`, { name: "sub", type, ttl: 60, ...given });
  const read = await call(200, "GET", `/domains/records/${uid}`);
  expect(read).toMatchObject({ id: uid, domain: zone, name: "sub", recordType: type, ttl: 60, value });
  expect(await call(200, "PATCH", `/v4/domains/records/${uid}`, { name: "sub", ...change })).toMatchObject({
    value: changed,
  });
  expect((await call(200, "GET", `/v4/domains/${zone}/records?limit=100`)).records).toMatchObject([
    { id: uid, type, value: changed },
  ]);
  await call(200, "DELETE", `/v2/domains/${zone}/records/${uid}`);
  await call(404, "GET", `/domains/records/${uid}`);
});

it("a domain is added to the account, read, listed and removed, and says how it is pointed here", async () => {
  const { call } = await provider();
  const { domain } = await call(200, "POST", "/v7/domains", { name: zone, method: "add" });
  expect((await call(200, "GET", `/v5/domains/${zone}`)).domain).toEqual(domain);
  expect((await call(200, "GET", "/v5/domains")).domains).toEqual([domain]);
  const config = await call(200, "GET", `/v6/domains/${zone}/config?projectIdOrName=twin-brains`);
  expect(config).toMatchObject({ recommendedCNAME: [{ rank: 1 }, {}], recommendedIPv4: [{ rank: 1 }, {}] });
  await call(200, "DELETE", `/v6/domains/${zone}`);
  await call(404, "GET", `/v5/domains/${zone}`);
});
