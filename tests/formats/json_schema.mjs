// What heddle writes with --json, judged by its published JSON Schema.
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { sourceFolder } from './call.mjs';

const schema = JSON.parse(readFileSync(`${sourceFolder}/docs/schema/heddle-1.schema.json`, 'utf8'));
const ajv = addFormats(new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }));
ajv.addSchema(schema);

/** What is wrong with a report of that kind (`check`, `replay`, ...); empty: nothing. */
export function problemsOf(report, kind) {
  const whole = ajv.getSchema(schema.$id);
  if (whole(report)) return [];
  // Errors of five alternatives say little; those of the right one say what.
  const one = ajv.getSchema(`${schema.$id}#/$defs/${kind}_report`);
  one(report);
  return (one.errors ?? whole.errors).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}
