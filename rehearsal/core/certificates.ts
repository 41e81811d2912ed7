import { createSecureContext, type SecureContext } from "node:tls";
import { generate } from "selfsigned";

/** Certificates for the world's public host names, signed by a CA that exists as long as the world. Keys stay in memory. */
export interface Certificates {
  /** PEM of the CA, for `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `CURL_CA_BUNDLE`. */
  readonly authority: string;
  for(host: string): Promise<SecureContext>;
}

const keys = { keyType: "ec", algorithm: "sha256" } as const;

export async function createCertificates(): Promise<Certificates> {
  const ca = await generate([{ name: "commonName", value: "Cutover rehearsal" }], {
    ...keys,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const contexts = new Map<string, Promise<SecureContext>>();
  const issue = async (host: string) => {
    const leaf = await generate([{ name: "commonName", value: host }], {
      ...keys,
      ca: { key: ca.private, cert: ca.cert },
      extensions: [
        { name: "basicConstraints", cA: false },
        { name: "extKeyUsage", serverAuth: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: host }] },
      ],
    });
    return createSecureContext({ key: leaf.private, cert: leaf.cert });
  };
  return {
    authority: ca.cert,
    for(host) {
      const known = contexts.get(host) ?? issue(host);
      contexts.set(host, known);
      return known;
    },
  };
}
