import { X509Certificate } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Certificate } from "../team-entities.ts";

const Upload = z.strictObject({
  ca: z.string(),
  key: z.string().min(1),
  cert: z.string().min(1),
  skipValidation: z.boolean().optional(),
});

/** Certificates that an account brought itself; keys are not kept. */
export function certificateRoutes(store: Store): Hono {
  const app = new Hono();
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.certificates, accountOf(store, context), part(context, "id"), "certificate");
  app.on("PUT", versions("/certs", 7, 8), async (context) => {
    const account = accountOf(store, context);
    const { cert } = await bodyOf(context, Upload);
    const read = certificateIn(cert);
    const certificate: Certificate = {
      ...store.made(account, "certificate", 24, "cert_"),
      cns: read.subjectAltName?.split(", ").map((name) => name.replace(/^DNS:/, "")) ?? [],
      expiresAt: read.validToDate.getTime(),
    };
    store.certificates.set(certificate.id, certificate);
    return context.json(answer(certificate));
  });
  app.on("GET", versions("/certs", 4, 8), (context) => {
    const { items, pagination } = page(
      store.ownedBy(store.certificates, accountOf(store, context)),
      queryOf(context, PageQuery),
    );
    return context.json({ certs: items.map(answer), pagination });
  });
  app.on("GET", versions("/certs/:id", 7, 8), (context) => context.json(answer(at(context))));
  app.on("DELETE", versions("/certs/:id", 7, 8), (context) => {
    store.certificates.delete(at(context).id);
    return context.json({});
  });
  return app;
}

function certificateIn(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw badRequest("The certificate is not valid");
  }
}

const answer = ({ id, cns, createdAt, expiresAt }: Certificate) => ({
  id,
  cns,
  createdAt,
  expiresAt,
  autoRenew: false,
});
