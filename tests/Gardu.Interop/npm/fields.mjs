// Reads RateLimit-Policy and RateLimit with npm's structured-headers. On standard input a JSON object: policy, limit: the fields, their lines joined by ", ".
// On standard output one: for each the items as [name, {parameter: value}].
import { readFileSync } from 'node:fs';
import { parseList } from 'structured-headers';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const items = field => parseList(field).map(([name, parameters]) => [name, Object.fromEntries(parameters)]);
console.log(JSON.stringify({ policy: items(asked.policy), limit: items(asked.limit) }));
