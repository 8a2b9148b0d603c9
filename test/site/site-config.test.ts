import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { listUnset, readSiteConfig } from '../../src/site/site-config.ts';

const shipped = JSON.parse(readFileSync(new URL('../../config/site.json', import.meta.url), 'utf8'));

describe('readSiteConfig', () => {
  it('reads the file that comes with the service', () => assert.equal(readSiteConfig(shipped).name, '示范县人民政府'));

  it('names everything that is wrong at once', () => {
    const wrong = { ...shipped, idCode: '123', faultReportUrl: 'javascript:alert(1)', organiser: undefined };
    assert.throws(() => readSiteConfig(wrong), /idCode.*organiser|organiser.*idCode/);
    assert.throws(() => readSiteConfig(wrong), /faultReportUrl/);
  });

  it('refuses a field it does not know', () => assert.throws(() => readSiteConfig({ ...shipped, nmae: 'x' }), /nmae/));
});

describe('listUnset', () => {
  it('names the fields that still hold a placeholder', () => {
    assert.deepEqual(listUnset(readSiteConfig(shipped)), ['idCode', 'icp', 'police', 'badgeUrl', 'phone', 'address']);
  });
});
