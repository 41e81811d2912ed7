import type analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";

/**
 * What a policy pack finds in its environment, so that `new pulumi.Config()` and `pulumi.getStack()` work in it.
 * Configuration arrives decrypted: it goes into this environment and nowhere else, never into a message or argv.
 */
export function policyEnvironment(stack: analyzerPb.AnalyzerStackConfigureRequest): NodeJS.ProcessEnv {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().toArray())),
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
  };
}
