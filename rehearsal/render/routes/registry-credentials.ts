import { Hono } from "hono";
import { ApiError, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import {
  type RegistryCredential,
  RegistryCredentialPatch,
  RegistryCredentialPost,
  registries,
  registryCredentialJson,
} from "../entities/registry-credential.ts";
import { readBody } from "../http/body.ts";
import { among, between, enumParam } from "../http/query.ts";

/** Keys of container registries. @see https://api-docs.render.com/reference/list-registry-credentials */
export function registryCredentialRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const byId = (id: string): RegistryCredential => {
    const credential = core.state.registryCredentials.get(id);
    if (!credential) throw notFound(id);
    return credential;
  };
  const refuseTakenName = (ownerId: string, name: string) => {
    if (core.state.registryCredentials.values().some((one) => one.ownerId === ownerId && one.name === name))
      throw new ApiError(409, `name is already in use: ${name}`);
  };

  /** The one list of the vendor's that has no cursors. */
  routes.get("/registrycredentials", (c) => {
    const [name, username, ownerId] = [among(c, "name"), among(c, "username"), among(c, "ownerId")];
    const types = enumParam(c, "type", registries);
    const [created, updated] = [between(c, "created"), between(c, "updated")];
    const found = [...core.state.registryCredentials.values()].filter(
      (one) =>
        name(one.name) &&
        username(one.username) &&
        ownerId(one.ownerId) &&
        (types?.includes(one.registry) ?? true) &&
        created(one.createdAt) &&
        updated(one.updatedAt),
    );
    return c.json(found.map(registryCredentialJson));
  });

  routes.post("/registrycredentials", async (c) => {
    const { ownerId, name, registry, username } = await readBody(c, RegistryCredentialPost);
    ownerOf(core, ownerId);
    refuseTakenName(ownerId, name);
    const at = core.state.moments.next();
    const [id, sequence] = [core.state.ids.next("rgc"), core.state.nextSequence()];
    const credential = { ...{ id, sequence, ownerId, name, registry, username }, createdAt: at, updatedAt: at };
    core.state.registryCredentials.set(id, credential);
    return c.json(registryCredentialJson(credential));
  });

  routes.get("/registrycredentials/:id", (c) => c.json(registryCredentialJson(byId(c.req.param("id")))));

  routes.patch("/registrycredentials/:id", async (c) => {
    const credential = byId(c.req.param("id"));
    const { name, registry, username } = await readBody(c, RegistryCredentialPatch);
    if (name !== credential.name) refuseTakenName(credential.ownerId, name);
    Object.assign(credential, { name, registry, username, updatedAt: core.state.moments.next() });
    return c.json(registryCredentialJson(credential));
  });

  routes.delete("/registrycredentials/:id", (c) => {
    const { id } = byId(c.req.param("id"));
    core.state.registryCredentials.delete(id);
    for (const service of core.state.services.values())
      if (service.settings.registryCredential?.id === id)
        service.settings = { ...service.settings, registryCredential: undefined };
    return c.body(null, 204);
  });

  return routes;
}
