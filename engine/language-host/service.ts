import type languageRpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import { streaming, unary, unsupported } from "./calls.ts";
import { cancel } from "./cancel.ts";

const VERSION = "0.1.0";

/**
 * Pulumi's LanguageRuntime service for Node.js programs, policy packs and plugins.
 * What a call needs is loaded when it comes: every command starts this process twice, once only to ask its version.
 */
export function languageRuntime(engineAddress: string): languageRpc.ILanguageRuntimeServer {
  return {
    handshake: unary(() => new languagePb.LanguageHandshakeResponse()),

    getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion(VERSION)),

    getRequiredPackages: unary(async (request) => {
      const { requiredPlugins } = await import("./required-plugins.ts");
      const packages = requiredPlugins(request.getInfo()).map(({ name, version, server }) =>
        new pluginPb.PackageDependency().setKind("resource").setName(name).setVersion(version).setServer(server),
      );
      return new languagePb.GetRequiredPackagesResponse().setPackagesList(packages);
    }),

    getRequiredPlugins: unary(async (request) => {
      const { requiredPlugins } = await import("./required-plugins.ts");
      const plugins = requiredPlugins(request.getInfo()).map(({ name, version, server }) =>
        new pluginPb.PluginDependency().setKind("resource").setName(name).setVersion(version).setServer(server),
      );
      return new languagePb.GetRequiredPluginsResponse().setPluginsList(plugins);
    }),

    run: unary(async (request, cancelled) => {
      const { runProgram } = await import("./run-program.ts");
      const { error = "", bail = false } = await runProgram(request, engineAddress, cancelled);
      return new languagePb.RunResponse().setError(error).setBail(bail);
    }),

    runPlugin: streaming(async (request, write, cancelled) => {
      const { runPlugin } = await import("./run-plugin.ts");
      const output = {
        stdout: (chunk: Uint8Array) => write(new languagePb.RunPluginResponse().setStdout(chunk)),
        stderr: (chunk: Uint8Array) => write(new languagePb.RunPluginResponse().setStderr(chunk)),
        exited: (code: number) => write(new languagePb.RunPluginResponse().setExitcode(code)),
      };
      await runPlugin(request, output, cancelled);
    }),

    installDependencies: streaming(async (request, write, cancelled) => {
      const { installDependencies } = await import("./install-dependencies.ts");
      const output = {
        stdout: (chunk: Uint8Array) => write(new languagePb.InstallDependenciesResponse().setStdout(chunk)),
        stderr: (chunk: Uint8Array) => write(new languagePb.InstallDependenciesResponse().setStderr(chunk)),
      };
      await installDependencies(request, output, cancelled);
    }),

    about: unary(async (request) => (await import("./about.ts")).about(request)),

    getProgramDependencies: unary(async (request) => {
      const { programPackages } = await import("./program-packages.ts");
      const dependencies = programPackages(request.getInfo(), request.getTransitivedependencies()).map(
        ({ name, version }) => new languagePb.DependencyInfo().setName(name).setVersion(version),
      );
      return new languagePb.GetProgramDependenciesResponse().setDependenciesList(dependencies);
    }),

    generateProgram: unary(async (request) => {
      const { generateProgram } = await import("./generate-program.ts");
      const response = new languagePb.GenerateProgramResponse();
      const text = generateProgram(
        request
          .getSourceMap()
          .toArray()
          .map(([, source]) => source),
      );
      response.getSourceMap().set("index.ts", Buffer.from(text));
      return response;
    }),

    runtimeOptionsPrompts: unary(() => new languagePb.RuntimeOptionsResponse()),

    template: unary(() => new languagePb.TemplateResponse()),

    generateProject: unsupported("converting programs"),
    generatePackage: unsupported("generating packages from a schema"),
    pack: unsupported("packing generated packages"),
    link: unsupported("linking generated packages"),

    cancel,
  };
}
