import { z } from "zod";
import type { Owner } from "./owner.ts";

export const roles = ["ADMIN", "DEVELOPER", "WORKSPACE_CONTRIBUTOR", "WORKSPACE_BILLING", "WORKSPACE_VIEWER"] as const;

/** Body of a PATCH of a member. */
export const MemberPatch = z.object({ role: z.enum(roles) });

/** A person in a workspace. */
export interface Member {
  readonly userId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly email: string;
  role: (typeof roles)[number];
}

/** The world's one user, who is an administrator of every workspace and whose key the world's is. */
export const firstMember = ({ id, name, email }: Owner): Member => ({
  userId: "usr-0123456789abcdefghij",
  ownerId: id,
  ...{ name, email },
  role: "ADMIN",
});

export const memberJson = ({ userId, name, email, role }: Member) => ({
  ...{ userId, name, email, status: "active", role, mfaEnabled: true },
});
