// Reads what the gate serves with npm's robots-parser and structured-headers. On standard input a JSON object:
//   robots: a robots.txt; url: its address; agents, paths: lists; usages: values of Content-Usage.
// On standard output one: allowed[agent][path]: true or false; usages: for each value its labels as "label=token".
import { readFileSync } from 'node:fs';
import robotsParser from 'robots-parser';
import { parseDictionary, Token } from 'structured-headers';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const robots = robotsParser(asked.url, asked.robots);
const allowed = Object.fromEntries(asked.agents.map(agent =>
  [agent, Object.fromEntries(asked.paths.map(path => [path, robots.isAllowed(new URL(path, asked.url).href, agent) ?? true]))]));
const usages = asked.usages.map(value =>
  [...parseDictionary(value)].map(([label, [item]]) => `${label}=${item instanceof Token ? item.toString() : '(no token)'}`));
console.log(JSON.stringify({ allowed, usages }));
