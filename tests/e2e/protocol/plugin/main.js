// Where Pulumi starts the folder as a package, it wants JavaScript.
import "./serve.ts";
