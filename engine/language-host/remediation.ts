import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";

const { REMEDIATE } = analyzerPb.EnforcementLevel;

/**
 * Whether a policy pack may change a resource. The engine asks it to with every resource, before it is judged; a pack
 * without a policy of that level has nothing to say to it, so it need not be asked.
 */
export class Remediation {
  #declared: boolean | undefined;
  #configured = false;

  /** True as long as the pack has not told its policies. */
  get possible(): boolean {
    return this.#declared !== false || this.#configured;
  }

  /** What the pack says of its policies, as `GetAnalyzerInfo` answers it. */
  declared(info: Uint8Array): void {
    const policies = analyzerPb.AnalyzerInfo.deserializeBinary(info).getPoliciesList();
    this.#declared = policies.some((policy) => policy.getEnforcementlevel() === REMEDIATE);
  }

  /** What the engine is about to make of them, as `Configure` is asked. */
  configured(request: Uint8Array): void {
    const policies = analyzerPb.ConfigureAnalyzerRequest.deserializeBinary(request).getPolicyconfigMap();
    this.#configured = [...policies.entries()].some(([, policy]) => policy.getEnforcementlevel() === REMEDIATE);
  }
}
