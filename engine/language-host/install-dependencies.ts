import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { startChild } from "./children.ts";
import { installedAlready } from "./installed-already.ts";
import { packageManagerOf } from "./package-manager.ts";
import { programOf } from "./program.ts";
import type { PluginOutput } from "./run-plugin.ts";
import { stopWhen } from "./stop-when.ts";

/** Installs a program's or plugin's packages and shows the package manager's output as it comes. Throws when it fails. */
export async function installDependencies(
  request: languagePb.InstallDependenciesRequest,
  output: Omit<PluginOutput, "exited">,
  cancelled: AbortSignal,
): Promise<void> {
  const program = programOf(request.getInfo());
  const directory = request.getDirectory() || program.directory;
  const { name, install } = packageManagerOf(directory, program.options.packagemanager);
  if (name === "npm" && (await installedAlready(directory))) {
    return output.stdout(Buffer.from("All packages of the lock file are installed.\n"));
  }
  output.stdout(Buffer.from(`Installing packages with ${name} ${install[0]}...\n`));

  const child = startChild(name, install, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  child.process.stdout?.on("data", output.stdout);
  child.process.stderr?.on("data", output.stderr);
  stopWhen(cancelled, child.stop);
  const { code, signal } = await child.exited.catch((cause: Error) => {
    throw new Error(
      `LANGUAGE_HOST_INSTALL: ${name} cannot be started: ${cause.message}\n` +
        `  at runtime.options.packagemanager or the lock file in ${directory}\n  fix: npm install --global ${name}`,
      { cause },
    );
  });
  if (code === 0) return output.stdout(Buffer.from("Packages installed.\n"));
  throw new Error(
    `LANGUAGE_HOST_INSTALL: ${name} ended with ${signal ?? `exit code ${code}`}; its output above says why.\n` +
      `  at ${directory}\n  fix: ${name} ${install.join(" ")}`,
  );
}
