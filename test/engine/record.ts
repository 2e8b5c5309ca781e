import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { allCases } from './cases.ts';
import { goldenOf, kept } from './golden.ts';
import { knownVersions, knownVersionsFile } from './known-versions.ts';
import { helmTemplate } from './helm-oracle.ts';

/** `node test/engine/record.ts` writes anew, from what the real helm prints, what the engine is compared with. */
writeFileSync(knownVersionsFile, knownVersions());
const cases = allCases();
// Those that are kept whole first: the others are compared with them.
for (const like of [false, true]) {
  for (const one of cases.filter((each) => (each.like !== undefined) === like)) {
    mkdirSync(dirname(one.golden), { recursive: true });
    const printed = goldenOf(helmTemplate(one.chart, one.request));
    writeFileSync(one.golden, kept(printed, one.like));
  }
}
