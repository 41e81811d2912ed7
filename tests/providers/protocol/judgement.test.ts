import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkResource } from "../../../providers/protocol/judge-inputs.ts";
import { createResource, updateResource } from "../../../providers/protocol/life.ts";
import { defineResource, type Resource } from "../../../providers/protocol/resource.ts";
import { decode, encode, Unknown, type WireRecord } from "../../../providers/protocol/wire.ts";

const Inputs = z.strictObject({ share: z.number(), place: z.string(), verdict: z.string().optional() });
const State = z.object({ granted: z.number(), since: z.string() });
type Inputs = z.output<typeof Inputs>;
type Dial = Resource<undefined, Inputs, z.output<typeof State>>;

const dial: Dial = defineResource<undefined>()({
  type: "demo:index:Dial",
  description: "A dial that is judged.",
  inputs: Inputs,
  state: State,
  check: (_call, { share }) => (share > 100 ? [{ path: "share", reason: "at most 100" }] : []),
  judge: (_call, { share }, olds) => ({ verdict: `${olds?.share ?? "nothing"} to ${share}` }),
  computed: () => ["granted", "since"],
  predict: (_changes, _known, { share }) => ({ granted: share }),
  create: async () => ({ id: "dial", state: { granted: 0, since: "now" } }),
  read: async () => undefined,
  update: async () => ({ granted: 0, since: "now" }),
  delete: async () => {},
});

const mask = (text: string) => text;
const logged: string[] = [];
const call = async () => ({
  ...{ client: undefined, urn: "urn", name: "dial", signal: new AbortController().signal },
  progress() {},
  log: (severity: string, message: string) => void logged.push(`${severity}: ${message}`),
});

const check = async (news: WireRecord, olds: WireRecord = {}, resource = dial) => {
  const request = new provider.CheckRequest().setNews(encode(news)).setOlds(encode(olds));
  const response = await checkResource(resource, request, call, mask);
  return { inputs: decode(response.getInputs()), failures: response.toObject().failuresList };
};

describe("a judgement in Check", () => {
  it("is part of the inputs, where policies see it", async () => {
    const { inputs, failures } = await check({ share: 10, place: "here" }, { share: 0, place: "here" });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ share: 10, place: "here", verdict: "0 to 10" });
  });

  it("is made of a new resource, too", async () => {
    expect((await check({ share: 10, place: "here" })).inputs.verdict).toBe("nothing to 10");
  });

  it("judges around an unknown value, and adds nothing where it needs that", async () => {
    expect((await check({ share: 10, place: new Unknown() })).inputs.verdict).toBe("nothing to 10");
    const { inputs, failures } = await check({ share: new Unknown(), place: "here" });
    expect([inputs, failures]).toEqual([{ share: new Unknown(), place: "here" }, []]);
  });

  it("is not asked about inputs at fault", async () => {
    const { inputs, failures } = await check({ share: 101, place: "here" });
    expect(failures).toHaveLength(1);
    expect(inputs).not.toHaveProperty("verdict");
  });

  it("never fails Check: what it throws is a warning", async () => {
    const torn: Dial = {
      ...dial,
      judge() {
        throw new Error("no way to know");
      },
    };
    const { inputs, failures } = await check({ share: 10, place: "here" }, {}, torn);
    expect([inputs, failures]).toEqual([{ share: 10, place: "here" }, []]);
    expect(logged).toContain("warning: could not be judged: no way to know");
  });
});

describe("a prediction in a preview", () => {
  const create = async (inputs: WireRecord) => {
    const request = new provider.CreateRequest().setProperties(encode(inputs)).setPreview(true);
    return decode((await createResource({ resource: dial, call, mask }, request)).getProperties());
  };

  it("stands in the place of an unknown output; the others stay unknown", async () => {
    expect(await create({ share: 10, place: "here" })).toMatchObject({ granted: 10, since: new Unknown() });
  });

  it("is not made of an unknown value", async () => {
    expect(await create({ share: new Unknown(), place: "here" })).toMatchObject({ granted: new Unknown() });
  });

  it("is shown by an update's preview as well", async () => {
    const before = encode({ share: 0, place: "here", granted: 0, since: "then" });
    const request = new provider.UpdateRequest().setId("dial").setPreview(true).setOlds(before);
    request.setOldInputs(encode({ share: 0, place: "here" })).setNews(encode({ share: 10, place: "here" }));
    const response = await updateResource({ resource: dial, call, mask }, request);
    expect(decode(response.getProperties())).toMatchObject({ share: 10, granted: 10, since: new Unknown() });
  });
});
