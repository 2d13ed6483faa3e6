// node schema.js NODE_MODULES SCHEMA FILE: prints what ajv finds wrong, status 1 if anything. --closed before the
// arguments: no property but those of the schema.
const fs = require("fs");
const path = require("path");
let args = process.argv.slice(2);
const closed = args[0] === "--closed";
if (closed) args = args.slice(1);
const [modules, schemaFile, file] = args;
const Ajv = require(path.join(modules, "ajv/dist/2020")).default;

function close(node) {
  if (Array.isArray(node)) node.forEach(close);
  else if (node && typeof node === "object") {
    if (node.properties) node.additionalProperties = false;
    Object.values(node).forEach(close);
  }
}

const schema = JSON.parse(fs.readFileSync(schemaFile, "utf8"));
if (closed) close(schema);
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: false }).compile(schema);
if (!validate(JSON.parse(fs.readFileSync(file, "utf8")))) {
  console.log(JSON.stringify(validate.errors, null, 1));
  process.exit(1);
}
