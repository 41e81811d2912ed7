import { describe, expect, it } from "vitest";
import { differences, diffResponse } from "../../../providers/protocol/diff.ts";
import { Unknown, type WireRecord } from "../../../providers/protocol/wire.ts";

const unknown = new Unknown();

describe("differences", () => {
  it.each<[string, WireRecord, WireRecord, object[]]>([
    ["nothing", { a: 1, b: { c: [1, { d: null }] } }, { b: { c: [1, { d: null }] }, a: 1 }, []],
    ["null like absent", { a: null }, {}, []],
    ["a changed value", { a: 1 }, { a: 2 }, [{ path: "a", kind: "update" }]],
    ["one key of a record", { env: { A: "1" } }, { env: { A: "2" } }, [{ path: "env.A", kind: "update" }]],
    ["a key that needs quotes", { env: {} }, { env: { "a.b": "1" } }, [{ path: 'env["a.b"]', kind: "add" }]],
    ["a deleted key", { env: { A: "1", B: "2" } }, { env: { B: "2" } }, [{ path: "env.A", kind: "delete" }]],
    ["a longer list", { l: ["a"] }, { l: ["a", "b"] }, [{ path: "l[1]", kind: "add" }]],
    ["a shorter list", { l: ["a", "b"] }, { l: ["a"] }, [{ path: "l[1]", kind: "delete" }]],
    ["an element's part", { l: [{ n: 1 }] }, { l: [{ n: 2 }] }, [{ path: "l[0].n", kind: "update" }]],
    ["a new object as a whole", {}, { o: { a: 1 } }, [{ path: "o", kind: "add" }]],
    ["another shape", { o: { a: 1 } }, { o: "a" }, [{ path: "o", kind: "update" }]],
    ["an unknown value", { env: { A: "1" } }, { env: { A: unknown } }, [{ path: "env.A", kind: "update" }]],
    ["an unknown whole", { env: { A: "1" } }, { env: unknown }, [{ path: "env", kind: "update" }]],
    ["an unknown addition", {}, { a: unknown }, [{ path: "a", kind: "add" }]],
  ])("finds %s", (_what, olds, news, expected) => {
    expect(differences(olds, news)).toEqual(expected);
  });

  it.each<[string[], WireRecord, WireRecord, string[]]>([
    [["env.A"], { env: { A: "1", B: "1" } }, { env: { A: "2", B: "2" } }, ["env.B"]],
    [["env"], { env: { A: "1" } }, { env: { A: "2", B: "1" } }, []],
    [['env["a.b"]'], { env: { "a.b": "1" } }, { env: {} }, []],
    [["env.*"], { env: { A: "1" } }, { env: { A: "2" } }, []],
    [["list[*].name"], { list: [{ name: "a", size: 1 }] }, { list: [{ name: "b", size: 2 }] }, ["list[0].size"]],
    [["env.A"], {}, { env: { A: "1" } }, []],
    [["env.A"], {}, { env: { A: "1", B: "1" } }, ["env.B"]],
    [["env.A"], { env: { A: "1" } }, {}, []],
    [["not a [ path"], { a: 1 }, { a: 2 }, ["a"]],
  ])("leaves out what ignoreChanges %j names", (ignore, olds, news, paths) => {
    expect(differences(olds, news, { ignore }).map(({ path }) => path)).toEqual(paths);
  });

  it.each<[string, string, WireRecord, WireRecord, boolean]>([
    ["the property itself", "region", { region: "eu" }, { region: "us" }, true],
    ["something inside", "place", { place: { region: "eu" } }, { place: { region: "us" } }, true],
    ["another part of the same object", "place.region", { place: { zone: 1 } }, { place: { zone: 2 } }, false],
    ["an object that brings the part", "place.region", {}, { place: { region: "us" } }, true],
    ["an object without the part", "place.region", {}, { place: { zone: 1 } }, false],
    ["an unknown value", "region", { region: "eu" }, { region: unknown }, true],
    ["an unknown container", "place.region", { place: { region: "eu" } }, { place: unknown }, true],
    ["any element", "disks[*].size", { disks: [{ size: 1 }] }, { disks: [{ size: 2 }] }, true],
  ])("replaces on %s", (_what, path, olds, news, replaces) => {
    const changes = differences(olds, news, { replaceOn: [path] });

    expect(changes).toHaveLength(1);
    expect(changes[0]?.replace ?? false).toBe(replaces);
  });
});

describe("the answer to Diff", () => {
  it("says what replaces, by which path and kind, and what stays", () => {
    const response = diffResponse(
      [
        { path: "region", kind: "update", replace: true },
        { path: "env.A", kind: "add" },
        { path: "env.B", kind: "delete" },
      ],
      { deleteBeforeReplace: true, stable: ["url"] },
    ).toObject();

    expect(response).toMatchObject({
      changes: 2,
      replacesList: ["region"],
      diffsList: ["region", "env"],
      deletebeforereplace: true,
      hasdetaileddiff: true,
      stablesList: [],
    });
    expect(Object.fromEntries(response.detaileddiffMap)).toEqual({
      region: { kind: 5, inputdiff: true },
      "env.A": { kind: 0, inputdiff: true },
      "env.B": { kind: 2, inputdiff: true },
    });
  });

  it("says that nothing changes, and all the same which comes first when the program's options replace", () => {
    expect(diffResponse([], { deleteBeforeReplace: true, stable: ["url"] }).toObject()).toMatchObject({
      changes: 1,
      replacesList: [],
      deletebeforereplace: true,
      stablesList: ["url"],
    });
  });
});
