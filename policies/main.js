// Plain JavaScript, so that the pack starts natively: a TypeScript entry would be compiled by ts-node on every run.
// The pack is loaded with require(), so neither this module nor what it imports may await at the top level.
// An official language host passes `nodeargs` to the pack instead of to Node: what they load is loaded here as well, once.
import "../engine/lean-sdk.cjs";
import "./pack.ts";
