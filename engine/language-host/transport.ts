/** Limits of gRPC messages, as the engine's own: programs and policy packs may exceed the library's 4 MB. */
export const MESSAGE_LIMITS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
} as const;
