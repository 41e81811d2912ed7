import { createRequire } from "node:module";
import type grpc from "@grpc/grpc-js";
import { stopPrograms } from "./children.ts";

type Empty = import("google-protobuf/google/protobuf/empty_pb.js").Empty;

// The bindings accept only their own copy's class, which may not be the one that this package would resolve to.
const bindings = createRequire(import.meta.resolve("@pulumi/pulumi/proto/language_grpc_pb.js"));

/** Cancel: Ctrl-C, and every normal end. What still runs is asked to stop. */
export const cancel: grpc.handleUnaryCall<Empty, Empty> = (_call, callback) => {
  stopPrograms();
  const { Empty } = bindings("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => Empty };
  callback(null, new Empty());
};
