// Plain JavaScript, so that the pack starts natively: a TypeScript entry would be compiled by ts-node on every run.
// The pack is loaded with require(), so neither this module nor what it imports may await at the top level.
import "./pack.ts";
