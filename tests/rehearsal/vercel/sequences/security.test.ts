import { expect, it } from "vitest";
import { createCertificates } from "../../../../rehearsal/core/certificates.ts";
import { provider } from "./provider.ts";

const condition = { type: "path", op: "pre", neg: false, key: "", value: "/admin" };
const rule = {
  name: "No admin",
  active: true,
  conditionGroup: [{ conditions: [condition] }],
  action: { mitigate: { action: "deny" } },
};

it("a firewall configuration is put, read as the active one, changed, and emptied", async () => {
  const { call, project } = await provider();
  const at = (path = "") => `/v1/security/firewall/config${path}?projectId=${project.id}`;
  await call(404, "GET", at("/active"));
  const put = await call(200, "PUT", at(), {
    firewallEnabled: true,
    managedRules: { bot_protection: { active: true, action: "challenge" } },
    rules: [rule],
    ips: [{ hostname: "*", ip: "192.0.2.9", action: "deny" }],
  });
  expect(put.active).toMatchObject({
    firewallEnabled: true,
    projectKey: project.id,
    rules: [rule],
    ips: [{ ip: "192.0.2.9" }],
  });
  const read = await call(200, "GET", at("/active"));
  expect(read).toEqual(put.active);

  const again = await call(200, "PUT", at(), { firewallEnabled: false, rules: read.rules });
  expect(again.active).toMatchObject({ firewallEnabled: false, version: read.version + 1, ips: [] });
  expect(again.active.rules[0].id).toBe(read.rules[0].id);
  await call(200, "PATCH", at(), { action: "rules.remove", id: read.rules[0].id, value: null });
  expect((await call(200, "GET", at("/active"))).rules).toEqual([]);
});

it.each(["app.twin-brains.example", "*"])("a bypass rule for %s", async (domain) => {
  const { call, project } = await provider();
  const at = `/v1/security/firewall/bypass?projectId=${project.id}`;
  const wanted = domain === "*" ? { sourceIp: "192.0.2.4", projectScope: true } : { sourceIp: "192.0.2.4", domain };
  const { result } = await call(200, "POST", at, wanted);
  expect(result).toMatchObject([{ Domain: domain, Ip: "192.0.2.4", IsProjectRule: domain === "*" }]);
  const found = domain === "*" ? "&projectScope=true" : `&domain=${domain}`;
  expect((await call(200, "GET", `${at}&sourceIp=192.0.2.4${found}`)).result).toMatchObject([{ Id: result[0].Id }]);
  expect(await call(200, "DELETE", at, { sourceIp: "192.0.2.4", domain })).toEqual({ ok: true });
  expect((await call(200, "GET", `${at}&sourceIp=192.0.2.4`)).result).toEqual([]);
});

it("a certificate is uploaded, read, listed and removed, without its key", async () => {
  const { call } = await provider();
  const { authority } = await createCertificates();
  const made = await call(200, "PUT", "/v7/certs", { key: "a made-up key", cert: authority, ca: authority });
  expect(made).toMatchObject({ autoRenew: false, expiresAt: expect.any(Number) });
  expect(await call(200, "GET", `/v7/certs/${made.id}`)).toEqual(made);
  expect((await call(200, "GET", "/v4/certs")).certs).toEqual([made]);
  await call(200, "DELETE", `/v7/certs/${made.id}`);
  await call(404, "GET", `/v7/certs/${made.id}`);
});

it("a certificate that is none is refused", async () => {
  const { call } = await provider();
  const upload = { key: "-----BEGIN PRIVATE KEY-----", cert: "not a certificate", ca: "" };
  expect((await call(400, "PUT", "/v7/certs", upload)).error.code).toBe("bad_request");
});

it("an integration's access to a project is granted and revoked", async () => {
  const { call, project } = await provider();
  const at = `/v1/integrations/configuration/icfg_0123456789abcdef/project/${project.id}`;
  expect(await call(200, "GET", at)).toEqual({ allowed: false });
  await call(200, "POST", at, { allowed: true });
  expect(await call(200, "GET", at)).toEqual({ allowed: true });
  await call(200, "POST", at, { allowed: false });
  expect(await call(200, "GET", at)).toEqual({ allowed: false });
});
