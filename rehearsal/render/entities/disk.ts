import { z } from "zod";
import { type Moment, micros } from "./moment.ts";

const disk = { name: z.string().min(1), mountPath: z.string().startsWith("/"), sizeGB: z.int().min(1) };

/** A disk inside the body of a new service. */
export const DiskInput = z.object({ ...disk, sizeGB: disk.sizeGB.default(1) });
/** Body of `POST /disks`. */
export const DiskPost = z.object({ ...disk, serviceId: z.string() });
/** Body of `PATCH /disks/{id}`. */
export const DiskPatch = z.object(disk).partial();

/** A service's disk; a setting only, the world stores no files. */
export interface Disk {
  readonly id: string;
  readonly name: string;
  readonly sizeGB: number;
  readonly mountPath: string;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

/** Render's JSON of a disk as a noun of its own. */
export const diskJson = ({ createdAt, updatedAt, ...rest }: Disk, serviceId: string) => ({
  ...rest,
  serviceId,
  createdAt: micros(createdAt),
  updatedAt: micros(updatedAt),
});

/** The disk as a member of its service. */
export const mountedJson = ({ id, name, sizeGB, mountPath }: Disk) => ({ id, name, sizeGB, mountPath });
