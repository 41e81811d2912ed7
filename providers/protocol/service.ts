import {
  type handleUnaryCall,
  type ServerUnaryCall,
  type ServiceError,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { checkConfig, diffConfig } from "./configuration.ts";
import { invokeFunction } from "./functions.ts";
import { checkResource, diffResource } from "./judge-inputs.ts";
import { createResource, deleteResource, type Operation, readResource, Unready, updateResource } from "./life.ts";
import { callOf, maskerOf, type Served, type Target, targetOf } from "./operation.ts";
import { packageSchema } from "./schema.ts";
import type { Limits, Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import { CallFailed, failure, failureOf } from "./status.ts";
import { decode } from "./wire.ts";

/** A request about one resource. */
interface OfResource {
  getUrn(): string;
}

type Part = ReturnType<typeof decode>;

/**
 * The engine's ResourceProvider service for one provider. Handshake and Configure answer alike, because the engine takes
 * the first where it has it and the second where it has not.
 */
export function createService<Client>(served: Served<Client>, sessions: Sessions<Client>): IResourceProviderServer {
  const { provider: own } = served;

  /** Runs an unary call within the caller's session and turns what it throws into words for the operator. */
  function answer<Request, Response>(
    handle: (request: Request, session: Session<Client>, call: ServerUnaryCall<Request, Response>) => Promise<Response>,
    { greeting = false } = {},
  ): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      const session = sessions.of(call.getPeer(), { greeting });
      handle(call.request, session, call).then(
        (response) => callback(null, response),
        (error: unknown) => {
          const mask = maskerOf(served, session, undefined, []);
          const debug = (text: string) => session.log.write("debug", "", text);
          callback(failureOf(error, { doing: `a call of ${own.name}`, mask, debug }) as ServiceError);
        },
      );
    };
  }

  /** Runs a call about one resource, with its time limit and its secrets masked in whatever it throws. */
  function answerOf<Request extends OfResource, Response>(
    verb: string,
    parts: (request: Request) => readonly Part[],
    handle: (operation: Operation<Client>, request: Request) => Promise<Response>,
    secondsOf: (request: Request) => number = () => 0,
  ): handleUnaryCall<Request, Response> {
    return answer(async (request, session, call) => {
      const target = targetOf(served, request.getUrn());
      const mask = maskerOf(served, session, target.resource, parts(request));
      const doing = `${verb} of ${target.name}`;
      const timeoutSeconds = secondsOf(request);
      const limits: Limits = { doing, timeoutSeconds, abandoned: abandonment(call) };
      try {
        return await session.run(limits, (signal) => {
          const making = () => callOf(served, session, target, { signal, timeoutSeconds }, mask);
          return handle({ resource: target.resource, mask, call: making }, request);
        });
      } catch (error) {
        throw tell(error, doing, mask, session, target);
      }
    });
  }

  function tell(
    error: unknown,
    doing: string,
    mask: (text: string) => string,
    session: Session<Client>,
    target: Target<Client>,
  ) {
    if (error instanceof Unready) return new CallFailed(error.failure);
    const debug = (text: string) => session.log.write("debug", target.urn, text);
    return new CallFailed(failureOf(error, { doing, mask, debug }));
  }

  const refuse = (what: string, instead: string) => () => {
    throw new CallFailed(failure(status.UNIMPLEMENTED, `${own.name} has no ${what}; ${instead}`));
  };
  const unimplemented = <Request, Response>(what: string, instead: string) =>
    answer<Request, Response>(async () => refuse(what, instead)());

  return {
    handshake: answer(
      async (request: provider.ProviderHandshakeRequest, session) => {
        session.attach(request.getEngineAddress());
        const response = new provider.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true);
        return response.setAcceptOutputs(true);
      },
      { greeting: true },
    ),
    attach: answer(async (request: plugin.PluginAttach, session) => {
      session.attach(request.getAddress());
      return new empty.Empty();
    }),
    getPluginInfo: answer(async () => new plugin.PluginInfo().setVersion(own.version)),
    getSchema: answer(async (request: provider.GetSchemaRequest) => {
      if (request.getVersion() !== 0) refuse(`schema of format ${request.getVersion()}`, "ask for format 0")();
      return new provider.GetSchemaResponse().setSchema(JSON.stringify(packageSchema(own)));
    }),
    checkConfig: answer(async (request: provider.CheckRequest, session) => {
      const mask = maskerOf(served, session, undefined, [decode(request.getNews())]);
      return checkConfig(own, request, mask);
    }),
    diffConfig: answer(async (request: provider.DiffRequest) => diffConfig(request)),
    configure: answer(async (request: provider.ConfigureRequest, session) => {
      session.config = decode(request.getArgs());
      const response = new provider.ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true);
      return response.setAcceptoutputs(true).setSupportspreview(true);
    }),
    cancel: answer(async (_request: empty.Empty, session) => {
      session.cancel();
      return new empty.Empty();
    }),
    check: answerOf(
      "check",
      (request: provider.CheckRequest) => [decode(request.getNews()), decode(request.getOlds())],
      ({ resource, call, mask }, request) => checkResource(resource, request, call, mask),
    ),
    diff: answerOf(
      "diff",
      (request: provider.DiffRequest) => [decode(request.getNews()), decode(request.getOlds())],
      ({ resource }, request) => diffResource(resource, request),
    ),
    create: answerOf(
      "create",
      (request: provider.CreateRequest) => [decode(request.getProperties())],
      createResource,
      (request) => request.getTimeout(),
    ),
    update: answerOf(
      "update",
      (request: provider.UpdateRequest) => [request.getNews(), request.getOlds(), request.getOldInputs()].map(decode),
      updateResource,
      (request) => request.getTimeout(),
    ),
    read: answerOf(
      "read",
      (request: provider.ReadRequest) => [request.getInputs(), request.getProperties()].map(decode),
      readResource,
      (request) => request.getTimeout(),
    ),
    delete: answerOf(
      "delete",
      (request: provider.DeleteRequest) => [request.getOldInputs(), request.getProperties()].map(decode),
      async (operation, request) => {
        await deleteResource(operation, request);
        return new empty.Empty();
      },
      (request) => request.getTimeout(),
    ),
    parameterize: unimplemented("parameters", "name the package without them"),
    invoke: answer((request: provider.InvokeRequest, session) => invokeFunction(served, session, request)),
    call: unimplemented("methods", "declare a resource"),
    construct: unimplemented("components", "declare its resources directly"),
    list: (call) => {
      call.emit("error", failure(status.UNIMPLEMENTED, `${own.name} cannot list resources; import them by id`));
    },
    getMapping: answer(async () => new provider.GetMappingResponse()),
    getMappings: answer(async () => new provider.GetMappingsResponse()),
  };
}

/** Aborted when the engine hangs up on this one call. */
function abandonment<Request, Response>(call: ServerUnaryCall<Request, Response>): AbortSignal {
  const abandoned = new AbortController();
  call.once("cancelled", () => abandoned.abort(new Error("the engine gave up the call")));
  return abandoned.signal;
}
