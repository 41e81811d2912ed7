import { at, document } from "./schema.ts";

export interface Operation {
  /** `GET /services/{serviceId}` */
  readonly name: string;
  /** Pointer of the JSON schema by status; empty where the answer has no body. */
  readonly responses: Readonly<Record<string, string>>;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** Every operation of the document. */
export const operations: readonly (Operation & { readonly expression: RegExp })[] = Object.keys(document.paths).flatMap(
  (path) => {
    const pointer = `/paths/${path.replaceAll("/", "~1")}`;
    return methods
      .filter((method) => method in document.paths[path])
      .map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        expression: new RegExp(`^${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
        responses: Object.fromEntries(
          Object.keys(document.paths[path][method].responses).map((status) => {
            const schema = `${pointer}/${method}/responses/${status}/content/application~1json/schema`;
            return [status, schemaAt(schema)];
          }),
        ),
      }));
  },
);

/** The operation that a call such as `GET /services/srv-x` is of; names win over parameters. */
export function operationOf(call: string): Operation | undefined {
  const found = operations.filter(({ expression }) => expression.test(call));
  return found.sort((a, b) => a.name.split("{").length - b.name.split("{").length)[0];
}

/** A pointer through a referenced response, as ajv needs it: without a reference on the way. */
function schemaAt(pointer: string): string {
  const response = pointer.slice(0, pointer.indexOf("/content/"));
  if (at(pointer) === undefined) return "";
  const unresolved = response
    .split("/")
    .slice(1)
    .reduce((value, step) => value[step.replaceAll("~1", "/")], document);
  return unresolved.$ref ? `${decodeURI(unresolved.$ref.slice(1))}/content/application~1json/schema` : pointer;
}
