import { syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Which words of a listing look different, as in the printed ones: keywords are bold, comments and strings soft. */
const highlighter: Parameters<typeof syntaxHighlighting>[0] = {
  style(tags) {
    const names = tags.flatMap((tag) => tag.set.map(String));
    return ['keyword', 'comment', 'string'].find((name) => names.includes(name)) ?? null;
  },
};

/** The editor in the site's own ink and paper, light and dark alike. */
const look = EditorView.theme({
  '&': {
    maxBlockSize: 'min(34rem, 75vh)',
    border: '1px solid var(--rule-strong)',
    borderRadius: 'var(--radius)',
    background: 'var(--paper)',
    color: 'var(--ink)',
    fontSize: '0.8125rem',
  },
  '&.cm-focused': { outline: '2px solid var(--ink)', outlineOffset: '1px' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderInlineStartColor: 'var(--ink)' },
  '.cm-gutters': {
    border: '0',
    borderInlineEnd: '1px solid var(--rule)',
    background: 'var(--paper-raised)',
    color: 'var(--ink-soft)',
  },
  '.cm-activeLineGutter': { background: 'var(--paper-sunken)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--ink) 20%, var(--paper))',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'none', outline: '1px solid var(--rule-strong)' },
  '.keyword': { fontWeight: '600' },
  '.comment, .string': { color: 'var(--ink-soft)' },
  '.comment': { fontStyle: 'italic' },
  '.cm-lintRange-error': {
    background: 'color-mix(in srgb, var(--actor-loss) 14%, var(--paper))',
    textDecoration: 'underline wavy var(--actor-loss)',
  },
  '.cm-tooltip': { border: '1px solid var(--rule-strong)', background: 'var(--paper)', color: 'var(--ink)' },
  // Smaller letters would have phones zoom into the page.
  '@media (pointer: coarse)': { '&': { fontSize: '1rem' } },
});

export const editorTheme: Extension = [look, syntaxHighlighting(highlighter)];
