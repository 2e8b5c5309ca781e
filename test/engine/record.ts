import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { allCases } from './cases.ts';
import { goldenOf } from './golden.ts';
import { knownVersions, knownVersionsFile } from './known-versions.ts';
import { helmTemplate } from './helm-oracle.ts';

/** `node test/engine/record.ts` writes anew, from what the real helm prints, what the engine is compared with. */
writeFileSync(knownVersionsFile, knownVersions());
for (const { chart, request, golden } of allCases()) {
  mkdirSync(dirname(golden), { recursive: true });
  writeFileSync(golden, goldenOf(helmTemplate(chart, request)));
}
