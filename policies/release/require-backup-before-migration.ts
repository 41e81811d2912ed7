import { rule } from "../rule.ts";
import { migratingServices } from "../subjects/migrating-services.ts";
import { known } from "../unknown.ts";
import { howToProve, isProven } from "./proofs.ts";

/** A migration is the one step of a release that no rollback of code takes back (S3.1). */
export const requireBackupBeforeMigration = rule({
  name: "require-backup-before-migration",
  description: "In production a migration needs a release gate that proves a fresh backup which was restored once.",
  reason:
    "A migration that drops or rewrites a column cannot be undone by deploying the old commit. What is left then is the backup, and most backups that fail do so when they are restored for the first time, so only one that was restored elsewhere and compared counts.",
  pages: ["https://render.com/docs/postgresql-backups", "https://sre.google/sre-book/data-integrity/"],
  requirements: ["S3.1"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: migratingServices,

  judge({ name, migrates }, stack, violation) {
    if (!stack.production || stack.goingDown || isProven(stack, "backup")) return;
    known(migrates, "preDeployCommand");
    violation(
      `${name}: preDeployCommand migrates, and no release gate proves a backup; expected a gate with proves: [backup]`,
      howToProve(stack, "backup", "a backup of the last hours was restored elsewhere and compared"),
      "cutover:releaseGates",
    );
  },
});
