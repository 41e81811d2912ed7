import { status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import type { z } from "zod";
import { configurationOf } from "./configuration.ts";
import { checkFailures, faultsOf } from "./faults.ts";
import { maskerOf, type Served } from "./operation.ts";
import { parseInputs } from "./parse-inputs.ts";
import { reveal } from "./secrets.ts";
import type { Session } from "./session.ts";
import { CallFailed, failure } from "./status.ts";
import { decode, encode } from "./wire.ts";

/**
 * A function that a program calls while it runs, in a preview too: it only reads. Its result is not kept in state.
 */
export interface ProviderFunction<Client, Args extends object = object, Result extends object = object> {
  /** Such as `render:index:getDeploys`. */
  readonly token: string;
  readonly description: string;
  readonly inputs: z.ZodType<Args>;
  readonly outputs: z.ZodType<Result>;
  run(call: { readonly client: Client; readonly signal: AbortSignal }, args: Args): Promise<Result>;
}

/** Infers the types of a function from its two schemas: `defineFunction<Client>()({ inputs, outputs, … })`. */
export function defineFunction<Client>() {
  return <Args extends z.ZodType<object>, Result extends z.ZodType<object>>(
    made: Omit<ProviderFunction<Client, z.output<Args>, z.output<Result>>, "inputs" | "outputs"> & {
      readonly inputs: Args;
      readonly outputs: Result;
    },
  ): ProviderFunction<Client> => made as never;
}

/** Answers Invoke. The engine does not call with unknown values: the program's result is unknown then. */
export async function invokeFunction<Client>(
  served: Served<Client>,
  session: Session<Client>,
  request: provider.InvokeRequest,
): Promise<provider.InvokeResponse> {
  const { provider: own, env } = served;
  const token = request.getTok();
  const called = own.functions?.find((candidate) => candidate.token === token);
  if (!called) {
    const known = own.functions?.map((candidate) => candidate.token).join(", ");
    const none = `${own.name} has no function ${token}; ${known ? `there is ${known}` : "declare a resource, or read one by its id with get()"}`;
    throw new CallFailed(failure(status.UNIMPLEMENTED, own.refuseFunction?.(token) ?? none));
  }
  const args = decode(request.getArgs());
  const { value, issues } = parseInputs(called.inputs, reveal(args));
  if (issues.length > 0) {
    const failures = checkFailures(faultsOf(issues), args, { mask: maskerOf(served, session, undefined, [args]) });
    return new provider.InvokeResponse().setFailuresList(failures);
  }
  const client = await session.client(() => own.configure(configurationOf(own, session.config), env));
  const result = await session.run({ doing: token }, (signal) => called.run({ client, signal }, value as object));
  return new provider.InvokeResponse().setReturn(encode({ ...result }));
}
