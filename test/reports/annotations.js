// node annotations.js NODE_MODULES FILE: the annotations of a JSON list as GitHub's own package writes them.
const fs = require("fs");
const path = require("path");
const core = require(path.join(process.argv[2], "@actions/core"));
for (const { level, message, properties } of JSON.parse(fs.readFileSync(process.argv[3], "utf8")))
  core[level](message, properties);
