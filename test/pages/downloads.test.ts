import { expect, test } from 'vitest';
import { httpEvent, Site } from './site.ts';

test('anybody may download the Word form and the table for referrals by e-mail; nothing else', async () => {
  const site = await Site.seeded();
  const form = await site.handle(httpEvent({ path: '/forms/refer-a-child.docx' }));
  expect(form).toMatchObject({
    statusCode: 200,
    isBase64Encoded: true,
    headers: { 'Content-Disposition': 'attachment; filename="refer-a-child.docx"' },
  });
  const bytes = Buffer.from(form.body ?? '', 'base64');
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  const table = await site.get('/forms/children.csv');
  expect(table.body).toMatch(/^\ufeffReference,Siblings,.*Name,Date of birth,.*\r\n$/);
  for (const path of ['/forms/', '/forms/other.docx', '/forms/x/y'])
    expect((await site.get(path)).status, path).toBe(404);
  expect((await site.visit({ method: 'POST', path: '/forms/children.csv' })).status).toBe(405);
});
