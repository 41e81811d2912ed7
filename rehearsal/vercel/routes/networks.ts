import { Hono } from "hono";
import { z } from "zod";
import { hostCode } from "../ids.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Network } from "../team-entities.ts";

const Create = z.strictObject({
  name: z.string().min(1),
  cidr: z.string().regex(/^[\d.]+\/\d+$/),
  region: z.string(),
  awsAvailabilityZoneIds: z.array(z.string()).nullish(),
});

/** Secure Compute networks: ready when they are read the first time. */
export function networkRoutes(store: Store): Hono {
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.networks, accountOf(store, context), part(context, "id"), "network");
  return new Hono()
    .post("/v1/connect/networks", async (context) => {
      const { awsAvailabilityZoneIds: zones, ...wanted } = await bodyOf(context, Create);
      const made = store.made(accountOf(store, context), "network", 24, "vnet_");
      const network: Network = {
        ...made,
        ...wanted,
        awsAvailabilityZoneIds: zones ?? ["use1-az1", "use1-az2"],
        status: "create_in_progress",
      };
      store.networks.set(network.id, network);
      return context.json(answer(network), 201);
    })
    .get("/v1/connect/networks", (context) =>
      context.json(store.ownedBy(store.networks, accountOf(store, context)).map(answer)),
    )
    .get("/v1/connect/networks/:id", (context) => {
      const network = at(context);
      network.status = "ready";
      return context.json(answer(network));
    })
    .patch("/v1/connect/networks/:id", async (context) => {
      const network = at(context);
      network.name = (await bodyOf(context, z.strictObject({ name: z.string().min(1) }))).name;
      network.updatedAt = store.now();
      return context.json(answer(network));
    })
    .delete("/v1/connect/networks/:id", (context) => {
      store.networks.delete(at(context).id);
      return context.body(null, 204);
    });
}

function answer({ id, ownerId, name, cidr, region, status, awsAvailabilityZoneIds, createdAt }: Network) {
  return {
    ...{ id, name, cidr, status, createdAt, awsAvailabilityZoneIds, teamId: ownerId },
    awsAccountId: "000000000000",
    awsRegion: "us-east-1",
    region,
    ...(status === "ready"
      ? { egressIpAddresses: ["192.0.2.10", "192.0.2.11"], vpcId: `vpc-${hostCode(id, 17)}` }
      : {}),
  };
}
