import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { framePage } from '#build/editable-frame';
import { inlineOf } from '#build/security';
import { editableDemos, editablePackages, editableSources } from '#build/editable-sources';
import { root } from '../../scripts/tools.mjs';

describe('the sources of a demo', () => {
  const demo = 'denoising-diffusion/points';
  const sources = editableSources(demo, root);
  const names = sources.files.map(({ name }) => name);

  it('are found for every demo', () => {
    expect(editableDemos(root)).toContain(demo);
  });

  it('hold the demo and all that it leads to, as it stands, and no types', () => {
    expect(names).toContain('src/models/dense.ts');
    expect(names).toContain('src/data/random.ts');
    expect(names).not.toContain('src/lab/contract.ts');
    for (const { name, text } of sources.files) expect(text).toBe(readFileSync(join(root, name), 'utf8'));
  });

  it('offer the demo first, and its models', () => {
    expect(sources.shown[0]).toBe(sources.entry);
    expect(sources.shown.slice(1).every((name) => name.startsWith('src/models/'))).toBe(true);
  });

  it('leave packages to the workshop’s own program', () => {
    expect(sources.packages).toContain('@tensorflow/tfjs-core');
    expect(editablePackages(root)).toEqual(expect.arrayContaining([...sources.packages]));
  });

  it('name what a run may load: its article’s weights and the data that it names', () => {
    const { loads } = editableSources('denoising-diffusion/digits', root);
    expect(loads).toContain('/denoising-diffusion/digits.safetensors');
    expect(loads).toContain('/data/digits-test.bin');
    expect(sources.loads).not.toContain('/data/digits-test.bin');
  });
});

describe('the page in whose frame changed code runs', () => {
  const html = framePage('en');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('allows its one script by its hash, and no address', () => {
    const { scripts } = inlineOf(html);
    expect(scripts.length).toBe(1);
    expect(policy).toContain(scripts[0]);
    expect(policy).not.toMatch(/'self'|https?:|unsafe-inline|'unsafe-eval'|\*|data:/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
  });

  it('states its policy before anything that it could refuse', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
  });
});
