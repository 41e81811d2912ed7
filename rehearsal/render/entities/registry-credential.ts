import { z } from "zod";
import { type Moment, micros } from "./moment.ts";

export const registries = ["GITHUB", "GITLAB", "DOCKER", "GOOGLE_ARTIFACT", "AWS_ECR"] as const;

/** Body of `PATCH /registrycredentials/{id}`: the vendor wants all of it each time. */
export const RegistryCredentialPatch = z.object({
  registry: z.enum(registries),
  name: z.string().min(1),
  username: z.string().min(1),
  authToken: z.string().min(1),
});
/** Body of `POST /registrycredentials`. */
export const RegistryCredentialPost = RegistryCredentialPatch.extend({ ownerId: z.string() });

export interface RegistryCredential {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly createdAt: Moment;
  updatedAt: Moment;
  name: string;
  registry: (typeof registries)[number];
  username: string;
}

/** Render's JSON of a credential; its token is never shown, and the emulator forgets it at once. */
export const registryCredentialJson = ({ id, name, registry, username, updatedAt }: RegistryCredential) => ({
  ...{ id, name, registry, username, updatedAt: micros(updatedAt) },
});
