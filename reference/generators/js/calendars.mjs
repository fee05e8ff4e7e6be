// Writes expected/node/calendars.json: what ical.js reads in the calendar files of the folder
// `calendars/`, which `euthymia protocol plan --ics` wrote.
//
// Every entry as it was read: identifier, start, end, summary, description, revision.
//
// Run from the folder `reference/`, ical.js installed where NODE_MODULES says:
//   NODE_MODULES=/path/to/node_modules node generators/js/calendars.mjs

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(process.env.NODE_MODULES ?? "node_modules", "ical.js");
const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const { default: ICAL } = await import(pathToFileURL(join(folder, about.exports.import)).href);
ICAL.design.strict = true;


const moment = (time) => `${time}`;

const entry = (component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: moment(event.startDate),
    end: moment(event.endDate),
    zone: event.startDate.zone.tzid,
    summary: event.summary,
    description: event.description,
    sequence: event.sequence,
  };
};

const read = (name) => {
  const raw = readFileSync(join("calendars", name));
  const calendar = new ICAL.Component(ICAL.parse(raw.toString("utf8")));
  return {
    file: name,
    sha256: createHash("sha256").update(raw).digest("hex"),
    entries: calendar.getAllSubcomponents("vevent").map(entry),
  };
};

const files = readdirSync("calendars").filter((name) => name.endsWith(".ics")).sort();
const made = {
  generator: "reference/generators/js/calendars.mjs",
  software: "ical.js",
  software_version: about.version,
  node_version: process.version,
  date: "2026-11-22",
  command: "cd reference && node generators/js/calendars.mjs",
};
const ascii = (text) =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const blocks = files.map((name) => {
  const { entries, ...head } = read(name);
  const rows = entries.map((one) => ascii(JSON.stringify(one))).join(",\n");
  const own = JSON.stringify(head).slice(0, -1);
  return `${JSON.stringify(name.replace(/\.ics$/, ""))}:${own},"entries":[\n${rows}\n]}`;
});
mkdirSync("expected/node", { recursive: true });
const text = `{\n"made":${JSON.stringify(made)},\n"files":{\n${blocks.join(",\n")}\n}\n}\n`;
JSON.parse(text);
writeFileSync("expected/node/calendars.json", text);
