// Where Pulumi starts the folder as a package (`pulumi package get-schema ./providers/render`), it wants JavaScript.
import "./serve.ts";
