import { inspect } from "node:util";
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import { UserError } from "./errors.ts";
import { encode, type WireRecord } from "./wire.ts";

/** What a call ends with when it fails, in the words of gRPC. */
export type Failure = Pick<ServiceError, "code" | "details" | "metadata">;

/** Messages travel in HTTP/2 headers, which are no place for a whole vendor answer. */
const longestMessage = 16_000;

/** A failure whose words are meant for the operator; very long ones are cut. */
export function failure(code: status, details: string, metadata = new Metadata()): Failure {
  const cut = details.length > longestMessage ? `${details.slice(0, longestMessage)}…` : details;
  return { code, details: cut, metadata };
}

/** Thrown inside a call to end it with exactly this failure. */
export class CallFailed extends Error {
  readonly failure: Failure;
  constructor(ending: Failure) {
    super(ending.details);
    this.failure = ending;
  }
}

/** A resource that exists but is not as it should be: its id and state are kept, and the next run updates it. */
export interface Unfinished {
  readonly id: string;
  readonly outputs: WireRecord;
  readonly inputs?: WireRecord;
  readonly reasons: readonly string[];
  readonly refreshBeforeUpdate: boolean;
}

/** The engine reads such failures from a status message packed into the trailers; only its reasons are shown. */
export function unfinished({ id, outputs, inputs, reasons, refreshBeforeUpdate }: Unfinished): Failure {
  const detail = new provider.ErrorResourceInitFailed();
  detail
    .setId(id)
    .setProperties(encode(outputs))
    .setReasonsList([...reasons]);
  detail.setRefreshBeforeUpdate(refreshBeforeUpdate);
  if (inputs) detail.setInputs(encode(inputs));

  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = "the resource exists, but is not as it should be";
  const details = new statusPb.Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return failure(status.UNKNOWN, message, metadata);
}

/** How to tell a failure that the author of a resource did not foresee. */
export interface Telling {
  /** What was being done, e.g. `create of api`. */
  readonly doing: string;
  readonly mask: (text: string) => string;
  /** Takes what only a developer needs: the stack. */
  readonly debug: (text: string) => void;
}

/**
 * The failure for what a call threw. A `UserError` is told as it is, without a stack; anything else is a bug of the
 * provider and says so, its stack goes to the debug log. Secret values are masked in both.
 */
export function failureOf(error: unknown, { doing, mask, debug }: Telling): Failure {
  if (error instanceof CallFailed) return error.failure;
  if (error instanceof UserError) return failure(status.FAILED_PRECONDITION, mask(error.message));
  debug(mask(`${doing}: ${inspect(error, { depth: 4 })}`));
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const advice = "This is a bug in the provider. Run again with --debug to see where it happened.";
  return failure(status.UNKNOWN, `${doing} failed unexpectedly: ${mask(reason)}\n${advice}`);
}
