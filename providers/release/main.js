// Where Pulumi starts the folder as a package (`pulumi package get-schema ./providers/release`), it wants JavaScript.
import "./serve.ts";
