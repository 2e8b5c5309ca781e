import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { instanceTypes } from '../server/src/catalog/instance-types.ts';
import { cpuFamilies } from './facts/cpu-families.ts';
import { compareInstanceTypes } from './facts/compare-instance-types.ts';
import type { Ec2InstanceTypes } from './facts/ec2-instance-types.ts';
import { readPythonPackage } from './python-package.ts';

/**
 * `npm run facts:instances` writes the EC2 instance types without devices into the catalog, and
 * holds the catalog's types with devices against the same source: a difference is printed and fails.
 * For newer types raise the version.
 */
const version = '5.2.5';
const file = 'moto/ec2/resources/instance_types.json.gz';

const types = readPythonPackage({ name: 'moto', version, kind: 'wheel' }, (folder) => {
  const text = gunzipSync(readFileSync(join(folder, file))).toString('utf8');
  return JSON.parse(text) as Ec2InstanceTypes;
});

const families = cpuFamilies(types);
const table = {
  about:
    'EC2 instance types without GPU or other device, written by build/facts-instances.ts. Each size is "name vCPU memory-in-MiB pods", the pods being those that the default network card has addresses for.',
  source: {
    package: 'moto',
    version,
    file,
    what: "EC2's answer to describe-instance-types in several regions",
  },
};
const records = families.map((family) => `    ${JSON.stringify(family)}`).join(',\n');
const head = JSON.stringify(table, undefined, 2).slice(0, -2);
writeFileSync(
  new URL('../server/src/catalog/data/cpu-instance-types.json', import.meta.url),
  `${head},\n  "families": [\n${records}\n  ]\n}\n`,
);
console.log(`${families.length} families without devices are written.`);

const { differences, unknown } = compareInstanceTypes(instanceTypes, types);
for (const difference of differences) console.error(difference);
if (unknown.length > 0)
  console.log(`Types with devices that the catalog lacks: ${unknown.join(', ')}.`);
if (differences.length > 0) process.exitCode = 1;
else console.log('The types with devices are as the catalog has them.');
