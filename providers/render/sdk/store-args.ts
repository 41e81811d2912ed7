import type * as pulumi from "@pulumi/pulumi";

/** Addresses that may reach a store from outside of Render. */
export interface AllowedAddresses {
  /** CIDR, such as `203.0.113.7/32`. */
  cidrBlock: pulumi.Input<string>;
  description: pulumi.Input<string>;
}

/** What both kinds of store have in common. */
export interface StoreArgs {
  /** Unique among the workspace's stores of this kind. The internal host name does not depend on it. */
  name: pulumi.Input<string>;
  /** Workspace, `tea-…`. Cannot be changed. */
  ownerId: pulumi.Input<string>;
  /** Default `oregon`. Cannot be changed. */
  region?: pulumi.Input<"frankfurt" | "ohio" | "oregon" | "singapore" | "virginia">;
  /** Who may connect from outside of Render. Default: nobody. */
  ipAllowList?: pulumi.Input<pulumi.Input<AllowedAddresses>[]>;
  /** Environment that holds it, `evm-…`. Default: none. */
  environmentId?: pulumi.Input<string>;
  /** Has to stand in an update of its own before the store can be deleted. Default false. */
  allowDestroy?: pulumi.Input<boolean>;
}
