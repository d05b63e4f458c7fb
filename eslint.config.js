import astro from 'eslint-plugin-astro';
import typescript from 'typescript-eslint';

/** What the house forbids everywhere; types themselves are checked by `npm run check`. */
const house = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  // A component finds again, by `querySelector(...)!`, the elements that it printed itself.
  '@typescript-eslint/no-non-null-assertion': 'off',
  // Kinds of knobs and views add themselves to an interface that begins empty.
  '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
  // Numeric code walks arrays by index.
  '@typescript-eslint/prefer-for-of': 'off',
  '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'max-params': ['error', { max: 3 }],
  'max-depth': ['error', { max: 4 }],
  'no-console': 'error',
  'no-alert': 'error',
  'no-eval': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
};

/** Promises that nobody waits for lose their errors; finding them needs types, so only program code is looked at. */
const promises = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
};

export default typescript.config(
  { ignores: ['dist/', '.astro/', '.cache/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...typescript.configs.strict,
  ...typescript.configs.stylistic,
  ...astro.configs['flat/recommended'],
  { rules: house },
  {
    files: ['src/**/*.ts', 'content/**/*.ts', 'scripts/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: promises,
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['tests/**'], rules: { 'max-params': 'off' } },
  // A tool says where it stands among the others (Tools.astro).
  { files: ['src/components/lab/tools/*.astro'], rules: { 'astro/no-exports-from-components': 'off' } },
);
