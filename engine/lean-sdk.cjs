// Loaded into programs and policy packs by `nodeargs` of Pulumi.yaml and PulumiPolicy.yaml, with either language host.
//
// At its start `@pulumi/pulumi` reads some 900 files that a program like ours never uses: npm's dependency resolver and
// TypeScript 3.8 serialise functions into state, OpenTelemetry's exporters serve `--tracing`, the Automation API drives
// engines. They are loaded when something of them is first used. Source maps are not looked up either: every resource
// asks for its stack, and TypeScript that runs natively has no other lines than those it was written with.
//
// `--allow-natives-syntax` stands beside it in `nodeargs` because the SDK switches that flag on while it runs, and V8
// then takes nothing from a compile cache that was written without it. Together they halve the start of a program.
const { enableCompileCache, flushCompileCache, registerHooks } = require("node:module");
const { join } = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

const UNUSED = new Set(["source-map-support/register"]);
/** Read member by member, when it is used. */
const LATE = new Set(["../../typescript-shim", "./automation", "./provider", "@opentelemetry/api", "js-yaml"]);
/** Classes and functions are taken out of these at once, and used later. */
const LATE_EXPORTS = new Set([
  "./closure/codePaths",
  "./closure/serializeClosure",
  "@npmcli/arborist",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);
/** What the SDK compiles policy packs with: it loads a whole compiler before each, and ours needs none. */
const COMPILER = /(?:^|\/)(?:typescript|ts-node)(?:@|$)/;
const LOADS_COMPILER = /\/@pulumi\/pulumi\/(?:tsutils|cmd\/run-policy-pack\/run)\.js$/;
/** zod's messages in sixty languages; English has its own way in. */
const LOCALES = "/zod/v4/locales/index.js";

/** Sources, by URL. @type {Map<string, string>} */
const standIns = new Map();

enableCompileCache?.(process.env.NODE_COMPILE_CACHE || join(__dirname, "..", ".cutover", "compile-cache"));
// A policy pack is ended by a signal, and a process that ends so writes nothing.
setTimeout(() => flushCompileCache?.(), 1_000).unref();

// Node 22 before 22.15 has no hooks: everything works there, at the old speed.
registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL = "" } = context;
    if (COMPILER.test(specifier) && LOADS_COMPILER.test(parentURL))
      return { url: standIn("compiler", "exports.register = () => {};"), format: "commonjs", shortCircuit: true };
    const found = next(specifier, context);
    if (!parentURL.includes("/@pulumi/pulumi/")) return found;
    if (UNUSED.has(specifier)) return { ...found, url: standIn(found.url, "") };
    const late = LATE.has(specifier) ? lateModule : LATE_EXPORTS.has(specifier) ? lateExports : undefined;
    if (!late) return found;
    const path = JSON.stringify(fileURLToPath(found.url));
    return {
      ...found,
      url: standIn(found.url, `let real; module.exports = (${late})(() => (real ??= require(${path})));`),
    };
  },
  load(url, context, next) {
    if (url.endsWith(LOCALES)) return { format: "module", shortCircuit: true, source: "" };
    const source = standIns.get(url);
    return source === undefined ? next(url, context) : { format: "commonjs", shortCircuit: true, source };
  },
});

/**
 * A module of its own to Node, in a file that does not exist: its name is made from the real one's.
 * @param {string} realUrl
 * @param {string} source
 */
function standIn(realUrl, source) {
  const url = pathToFileURL(join(__dirname, `stand-in-${Buffer.from(realUrl).toString("base64url")}.cjs`)).href;
  standIns.set(url, source);
  return url;
}

/**
 * `__esModule` keeps an importer from copying every member of it.
 * @param {() => Record<PropertyKey, unknown>} load
 */
function lateModule(load) {
  /** @type {Record<PropertyKey, unknown>} */
  const known = { __esModule: true };
  return new Proxy(known, { get: (own, name) => (name in own ? own[name] : load()[name]) });
}

/**
 * Each export is a class that finds the real one when it is called, constructed, or asked for something.
 * @param {() => Record<PropertyKey, any>} load
 */
function lateExports(load) {
  /** @param {PropertyKey} name */
  const late = (name) =>
    new Proxy(class {}, {
      apply: (_, self, args) => Reflect.apply(load()[name], self, args),
      construct: (_, args) => Reflect.construct(load()[name], args),
      get: (_, property) => load()[name][property],
    });
  /** @type {Record<PropertyKey, unknown>} */
  const known = { __esModule: true };
  return new Proxy(known, { get: (own, name) => (name in own ? own[name] : late(name)) });
}
